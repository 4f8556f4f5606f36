/** How every floor says no: what happened, what is safe and what to do, with a stable code. */
@NullMarked
package dev.slipway.refusal;

import org.jspecify.annotations.NullMarked;
