/** The one folder that holds Slipway's state. */
@NullMarked
package dev.slipway.home;

import org.jspecify.annotations.NullMarked;
