/** Secrets that must be read again (registry passwords, build secrets), encrypted with a key that is not in the database. */
@NullMarked
package dev.slipway.seal;

import org.jspecify.annotations.NullMarked;
