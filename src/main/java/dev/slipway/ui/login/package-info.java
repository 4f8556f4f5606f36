/** The screens before a person is known: set-up and sign-in. */
@NullMarked
package dev.slipway.ui.login;

import org.jspecify.annotations.NullMarked;
