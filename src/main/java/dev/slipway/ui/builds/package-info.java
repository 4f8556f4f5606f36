/** The builds of a workspace, and one build. */
@NullMarked
package dev.slipway.ui.builds;

import org.jspecify.annotations.NullMarked;
