/** Calls to hosts that a setting or a person names: which addresses they may reach, and how much they may take. */
@NullMarked
package dev.slipway.outbound;

import org.jspecify.annotations.NullMarked;
