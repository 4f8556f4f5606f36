/** Pushes to registries elsewhere on the screens of images, and the dialog that begins them. */
@NullMarked
package dev.slipway.ui.pushes;

import org.jspecify.annotations.NullMarked;
