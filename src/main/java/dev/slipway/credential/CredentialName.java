package dev.slipway.credential;

import dev.slipway.refusal.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;

/** 1 to {@value #MAX_LENGTH} of {@code a-z 0-9 . _ -}, beginning and ending with a letter or digit. */
public record CredentialName(String value) {

    public static final int MAX_LENGTH = 64;

    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?");

    public CredentialName {
        if (!FORM.matcher(value).matches()) {
            throw Refusal.invalid(
                    "/name",
                    "invalid-name",
                    "Use 1 to " + MAX_LENGTH
                            + " of a-z, 0-9, dots, dashes and underscores; begin and end with a letter or digit.");
        }
    }

    /** Of text in an address; empty when nothing can be called so. */
    public static Optional<CredentialName> find(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new CredentialName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
