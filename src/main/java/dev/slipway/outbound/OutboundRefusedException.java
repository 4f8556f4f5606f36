package dev.slipway.outbound;

import java.io.IOException;

/** An address that Slipway does not call. */
public final class OutboundRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    OutboundRefusedException(String host) {
        super(host
                + " leads to this machine or a private network; SLIPWAY_OUTBOUND_ALLOW names those that may be called");
    }

    OutboundRefusedException(String host, String reason) {
        super(host + ": " + reason);
    }
}
