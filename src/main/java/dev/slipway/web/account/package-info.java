/** REST for oneself, access tokens and users. */
@NullMarked
package dev.slipway.web.account;

import org.jspecify.annotations.NullMarked;
