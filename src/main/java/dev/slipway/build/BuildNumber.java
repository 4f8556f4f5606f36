package dev.slipway.build;

import java.util.Optional;
import java.util.regex.Pattern;

/** What people call a build: builds of a workspace are counted from 1, and a number is never given twice. */
public record BuildNumber(long value) {

    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,17}");

    public BuildNumber {
        if (value < 1) {
            throw new IllegalArgumentException("Builds are counted from 1, not from " + value);
        }
    }

    /** As it stands in an address; empty when no build can have it. */
    public static Optional<BuildNumber> find(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new BuildNumber(Long.parseLong(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
