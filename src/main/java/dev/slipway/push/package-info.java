/** Pushes of images to registries elsewhere: registry to registry, resumed where they stopped, never building again. */
@NullMarked
package dev.slipway.push;

import org.jspecify.annotations.NullMarked;
