package dev.slipway.project;

/**
 * Something of an upload that a git tree cannot hold, so that the project does not have it.
 *
 * @param reason a few words for people, for instance {@code empty folder}
 */
public record LeftOut(String path, String reason) {}
