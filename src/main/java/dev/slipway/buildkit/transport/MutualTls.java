package dev.slipway.buildkit.transport;

import java.nio.file.Path;
import java.util.Optional;

/**
 * PEM files for a TLS connection in which both sides prove who they are. BuildKit lets in every client of a TCP port that
 * has no {@code ca} of its own, so there is no TLS without a client certificate here.
 *
 * @param serverName the name in the daemon's certificate when it is not the address's host
 */
public record MutualTls(Path ca, Path certificate, Path key, Optional<String> serverName) {}
