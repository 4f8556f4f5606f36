/** Registry credentials of a workspace: written once, never shown again, sent to their own registry only. */
@NullMarked
package dev.slipway.credential;

import org.jspecify.annotations.NullMarked;
