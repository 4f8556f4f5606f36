/** The projects of a workspace: bring one, open one, build one. */
@NullMarked
package dev.slipway.ui.projects;

import org.jspecify.annotations.NullMarked;
