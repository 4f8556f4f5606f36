package dev.slipway.build;

/** Application event, published after the build's last state is in the database. */
public record BuildEnded(Build build) {}
