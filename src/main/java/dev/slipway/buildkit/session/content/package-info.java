/** Image layouts on this side that the daemon reads from, or writes to: contexts, caches and exports. */
@NullMarked
package dev.slipway.buildkit.session.content;

import org.jspecify.annotations.NullMarked;
