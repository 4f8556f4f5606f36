/** Answers the daemon's questions for registry credentials. */
@NullMarked
package dev.slipway.buildkit.session.auth;

import org.jspecify.annotations.NullMarked;
