/** Dockerfiles that our client and BuildKit's own must build alike. */
@NullMarked
package dev.slipway.buildkit.corpus;

import org.jspecify.annotations.NullMarked;
