/** REST for registry credentials: {@code /api/v1/workspaces/{ws}/credentials}. */
@NullMarked
package dev.slipway.web.credential;

import org.jspecify.annotations.NullMarked;
