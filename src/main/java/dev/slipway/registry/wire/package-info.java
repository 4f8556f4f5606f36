/** A small HTTP/1.1 client for large bodies: checked at each connect, closed at once, the same memory for any length. */
@NullMarked
package dev.slipway.registry.wire;

import org.jspecify.annotations.NullMarked;
