/** Lends SSH agents to the steps that mount them. */
@NullMarked
package dev.slipway.buildkit.session.ssh;

import org.jspecify.annotations.NullMarked;
