/** Who did what: an append-only trail of what owners want to find again. */
@NullMarked
package dev.slipway.audit;

import org.jspecify.annotations.NullMarked;
