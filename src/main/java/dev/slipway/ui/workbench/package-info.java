/** The workbench: a project's files, the editor, the build's settings and its output beside each other. */
@NullMarked
package dev.slipway.ui.workbench;

import org.jspecify.annotations.NullMarked;
