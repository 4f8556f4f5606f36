/** The gRPC server inside a build's connection, on which the daemon calls back. */
@NullMarked
package dev.slipway.buildkit.session;

import org.jspecify.annotations.NullMarked;
