package dev.slipway.build;

/** A piece of a text; lines and columns count from 1, the end column is behind the last character. */
public record TextRange(int startLine, int startColumn, int endLine, int endColumn) {}
