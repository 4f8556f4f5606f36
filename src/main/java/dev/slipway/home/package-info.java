/** The one folder that holds Slipway's state, and the address where Slipway is reached. */
@NullMarked
package dev.slipway.home;

import org.jspecify.annotations.NullMarked;
