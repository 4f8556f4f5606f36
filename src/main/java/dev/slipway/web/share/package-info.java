/** REST for links: {@code /api/v1/workspaces/{ws}/links}. */
@NullMarked
package dev.slipway.web.share;

import org.jspecify.annotations.NullMarked;
