/** Lists that are read a page at a time. */
@NullMarked
package dev.slipway.paging;

import org.jspecify.annotations.NullMarked;
