package dev.slipway.workspace;

import java.util.Locale;

/** What a member is in a workspace; each role may do what the ones before it may. */
public enum Role {
    VIEWER,
    DEVELOPER,
    MAINTAINER,
    OWNER;

    /** As in JSON: {@code viewer}, {@code developer}, {@code maintainer}, {@code owner}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isAtLeast(Role other) {
        return compareTo(other) >= 0;
    }
}
