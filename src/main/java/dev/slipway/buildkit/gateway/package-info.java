/** A build in the client's hands: what its frontend answers, the files of its result, processes in it. */
@NullMarked
package dev.slipway.buildkit.gateway;

import org.jspecify.annotations.NullMarked;
