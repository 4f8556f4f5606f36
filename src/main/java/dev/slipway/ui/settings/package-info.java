/** A workspace's settings, who belongs to it, the tokens of machines, and the trails of who did what. */
@NullMarked
package dev.slipway.ui.settings;

import org.jspecify.annotations.NullMarked;
