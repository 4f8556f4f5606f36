/** Slipway's own elements, each a thin Java class over one TypeScript element in {@code src/main/frontend/elements}. */
@NullMarked
package dev.slipway.ui.component;

import org.jspecify.annotations.NullMarked;
