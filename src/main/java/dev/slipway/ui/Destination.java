package dev.slipway.ui;

import java.util.Optional;

/** A palette entry's id that is an address to go to. */
final class Destination {

    private static final String GO = "go:";

    private Destination() {}

    static String of(String address) {
        return GO + address;
    }

    /** Empty when the entry is a screen's own command. */
    static Optional<String> address(String id) {
        return id.startsWith(GO) ? Optional.of(id.substring(GO.length())) : Optional.empty();
    }
}
