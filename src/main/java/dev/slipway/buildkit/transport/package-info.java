/** Byte pipes to a daemon, and what their errors mean: Unix sockets, TCP with mutual TLS. */
@NullMarked
package dev.slipway.buildkit.transport;

import org.jspecify.annotations.NullMarked;
