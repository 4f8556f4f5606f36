/** REST for workspaces and their members. */
@NullMarked
package dev.slipway.web.workspace;

import org.jspecify.annotations.NullMarked;
