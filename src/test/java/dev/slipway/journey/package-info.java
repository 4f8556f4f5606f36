/** Whole journeys: the packaged jar, real engines, a real Chromium and real clients. */
@NullMarked
package dev.slipway.journey;

import org.jspecify.annotations.NullMarked;
