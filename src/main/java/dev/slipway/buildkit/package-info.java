/** A BuildKit client for the JVM: the front door, and the one border to protobuf. */
@NullMarked
package dev.slipway.buildkit;

import org.jspecify.annotations.NullMarked;
