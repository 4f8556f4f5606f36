/** What became of a build's steps, and its renderings. */
@NullMarked
package dev.slipway.buildkit.progress;

import org.jspecify.annotations.NullMarked;
