/** A workspace's settings: who belongs to it, and the tokens of machines. */
@NullMarked
package dev.slipway.ui.settings;

import org.jspecify.annotations.NullMarked;
