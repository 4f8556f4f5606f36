/** The browser's side of Slipway: the shell around every screen and the one place of its addresses. */
@NullMarked
package dev.slipway.ui;

import org.jspecify.annotations.NullMarked;
