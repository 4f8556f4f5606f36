package dev.slipway.web.image;

import dev.slipway.image.RepositoryName;
import dev.slipway.refusal.Refusal;

/** A repository's name as a controller gets it from the address, where {@code RepositoryPathFilter} hid its slashes. */
public final class RepositoryAddress {

    private RepositoryAddress() {}

    /** @throws Refusal NOT_FOUND when no repository can have the name */
    public static RepositoryName read(String variable) {
        return RepositoryController.repository(variable);
    }
}
