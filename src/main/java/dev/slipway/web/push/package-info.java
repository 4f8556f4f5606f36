/** REST for pushes to registries elsewhere: {@code /api/v1/workspaces/{ws}/pushes}. */
@NullMarked
package dev.slipway.web.push;

import org.jspecify.annotations.NullMarked;
