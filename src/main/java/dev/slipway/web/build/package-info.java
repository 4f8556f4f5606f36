/** Builds over REST, and their logs over REST and WebSocket. */
@NullMarked
package dev.slipway.web.build;

import org.jspecify.annotations.NullMarked;
