/** REST for repositories, tags and images: {@code /api/v1/workspaces/{ws}/repositories/…}. */
@NullMarked
package dev.slipway.web.image;

import org.jspecify.annotations.NullMarked;
