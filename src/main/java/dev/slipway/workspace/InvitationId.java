package dev.slipway.workspace;

import java.util.UUID;

/** Names an invitation without being its key. */
public record InvitationId(UUID value) {

    public static InvitationId random() {
        return new InvitationId(UUID.randomUUID());
    }
}
