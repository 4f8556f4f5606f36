/** A workspace's images: the store that keeps them, their tags with the history of every move, and what is in them. */
@NullMarked
package dev.slipway.image;

import org.jspecify.annotations.NullMarked;
