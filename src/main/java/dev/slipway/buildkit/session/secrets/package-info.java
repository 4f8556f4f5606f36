/** Answers the daemon's questions for build secrets. */
@NullMarked
package dev.slipway.buildkit.session.secrets;

import org.jspecify.annotations.NullMarked;
