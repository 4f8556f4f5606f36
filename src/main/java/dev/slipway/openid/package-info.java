/** Sign-in with an OpenID Connect provider beside passwords: who it is, which account that is, and whether they may come in. */
@NullMarked
package dev.slipway.openid;

import org.jspecify.annotations.NullMarked;
