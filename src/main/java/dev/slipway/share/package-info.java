/** Builds for people without an account: links that show chosen parts of one build until they expire or are revoked. */
@NullMarked
package dev.slipway.share;

import org.jspecify.annotations.NullMarked;
