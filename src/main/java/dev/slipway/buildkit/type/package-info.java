/** What a build is asked and what it tells: requests, progress and errors as plain values. */
@NullMarked
package dev.slipway.buildkit.type;

import org.jspecify.annotations.NullMarked;
