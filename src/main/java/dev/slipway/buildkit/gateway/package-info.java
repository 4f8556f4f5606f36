/** Answers of a frontend that builds nothing: lint, outline and targets. */
@NullMarked
package dev.slipway.buildkit.gateway;

import org.jspecify.annotations.NullMarked;
