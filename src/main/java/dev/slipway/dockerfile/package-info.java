/** Dockerfiles and ignore files as text: enough to explain and to point at lines. BuildKit stays the judge of what they mean. */
@NullMarked
package dev.slipway.dockerfile;

import org.jspecify.annotations.NullMarked;
