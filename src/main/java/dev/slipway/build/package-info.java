/** Builds: the queue, who runs them, their logs and how they ended. See docs/decisions/0006-a-build-belongs-to-the-server.md. */
@NullMarked
package dev.slipway.build;

import org.jspecify.annotations.NullMarked;
