/** A build for people without an account, and the dialog that makes the link to it. */
@NullMarked
package dev.slipway.ui.shared;

import org.jspecify.annotations.NullMarked;
