package dev.slipway.build;

/** Lines of the Dockerfile, both included, counted from 1. */
public record LineRange(int startLine, int endLine) {}
