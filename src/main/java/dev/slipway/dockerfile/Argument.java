package dev.slipway.dockerfile;

import java.util.Optional;

/**
 * A build argument as an {@code ARG} declares it.
 *
 * @param value its default, unquoted, with variables as they are written; empty when it has none
 * @param line from 1
 */
public record Argument(String name, Optional<String> value, int line) {}
