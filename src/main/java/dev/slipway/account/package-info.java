/** Who is asking: users, passwords, access tokens and the first run. */
@NullMarked
package dev.slipway.account;

import org.jspecify.annotations.NullMarked;
