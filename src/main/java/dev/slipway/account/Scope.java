package dev.slipway.account;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an access token may be used for; a wider scope includes the narrower ones. */
public enum Scope {
    READ,
    WRITE,
    ADMIN;

    /** Those of a person at the browser. */
    public static Set<Scope> all() {
        return EnumSet.allOf(Scope.class);
    }

    /** As in JSON: {@code read}, {@code write}, {@code admin}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean includes(Scope other) {
        return compareTo(other) >= 0;
    }
}
