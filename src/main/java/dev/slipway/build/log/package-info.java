/**
 * A build's log on disk: an append-only file of JSON events that is read from any event on, and each step's output byte for
 * byte beside it. See docs/decisions/0007-log-bytes-never-go-through-vaadin-push.md.
 */
@NullMarked
package dev.slipway.build.log;

import org.jspecify.annotations.NullMarked;
