/** The repositories of a workspace, a repository's tags, and one image. */
@NullMarked
package dev.slipway.ui.images;

import org.jspecify.annotations.NullMarked;
