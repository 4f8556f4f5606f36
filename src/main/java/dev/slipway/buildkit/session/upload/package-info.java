/** Gives the daemon an archive that is a whole build context. */
@NullMarked
package dev.slipway.buildkit.session.upload;

import org.jspecify.annotations.NullMarked;
