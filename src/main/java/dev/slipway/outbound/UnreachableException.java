package dev.slipway.outbound;

import java.io.IOException;

/**
 * Nobody answered at an address, it has no such name, or calling it is not allowed. It says the same in each case: what is
 * in the network around Slipway is not told to whoever may type an address.
 */
public final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreachableException(String host, Throwable cause) {
        super(
                "%s can't be reached. Check its name and port; addresses that are not on the public internet need the leave of whoever runs this Slipway (SLIPWAY_OUTBOUND_ALLOW)."
                        .formatted(host),
                cause);
    }
}
