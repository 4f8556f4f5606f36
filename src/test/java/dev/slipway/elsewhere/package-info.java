/** Registries that are not Slipway's, with what can be in their way: sign-in, token services, slow and breaking lines. */
@NullMarked
package dev.slipway.elsewhere;

import org.jspecify.annotations.NullMarked;
