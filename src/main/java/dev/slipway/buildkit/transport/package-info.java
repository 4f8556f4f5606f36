/** Byte pipes to a daemon: Unix sockets and TCP with mutual TLS. */
@NullMarked
package dev.slipway.buildkit.transport;

import org.jspecify.annotations.NullMarked;
