/** Where a team's things are: workspaces, members, and the one policy of who may do what. */
@NullMarked
package dev.slipway.workspace;

import org.jspecify.annotations.NullMarked;
