/** Child processes that are watched, restarted with back-off, stopped with a deadline and never orphaned. */
@NullMarked
package dev.slipway.process;

import org.jspecify.annotations.NullMarked;
