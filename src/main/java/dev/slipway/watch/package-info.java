/** Watches over what stays open (a page, a socket, a stream), which end it when what it hangs on is gone. */
@NullMarked
package dev.slipway.watch;

import org.jspecify.annotations.NullMarked;
