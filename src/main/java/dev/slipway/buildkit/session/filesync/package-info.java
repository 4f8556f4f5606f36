/** Serves local sources to the daemon (fsutil sender). */
@NullMarked
package dev.slipway.buildkit.session.filesync;

import org.jspecify.annotations.NullMarked;
