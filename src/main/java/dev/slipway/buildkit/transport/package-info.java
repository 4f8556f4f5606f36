/** Byte pipes to a daemon, and what their errors mean: Unix sockets, TCP with mutual TLS, Docker Engines. */
@NullMarked
package dev.slipway.buildkit.transport;

import org.jspecify.annotations.NullMarked;
