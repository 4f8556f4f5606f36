package dev.slipway.buildkit.type;

/**
 * The daemon's own word about itself; a home-made binary may say {@code v0.0.0+unknown}.
 *
 * @param dockerfileVersion of the built-in frontend, or empty before v0.30
 */
public record DaemonInfo(String version, String revision, String dockerfileVersion) {}
