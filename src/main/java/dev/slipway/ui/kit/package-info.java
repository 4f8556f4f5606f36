/** The small parts every screen is made of: status marks, icons, chips, notices, and how numbers and times are written. */
@NullMarked
package dev.slipway.ui.kit;

import org.jspecify.annotations.NullMarked;
