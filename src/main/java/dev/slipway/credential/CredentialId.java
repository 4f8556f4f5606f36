package dev.slipway.credential;

import java.util.UUID;

public record CredentialId(UUID value) {

    static CredentialId random() {
        return new CredentialId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
