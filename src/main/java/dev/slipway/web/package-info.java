/** What every address has in common: who is calling, security headers, problems, limits of requests. */
@NullMarked
package dev.slipway.web;

import org.jspecify.annotations.NullMarked;
