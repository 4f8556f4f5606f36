/** Slipway's entry point; the rooms of the house are the packages below it. */
@NullMarked
package dev.slipway;

import org.jspecify.annotations.NullMarked;
