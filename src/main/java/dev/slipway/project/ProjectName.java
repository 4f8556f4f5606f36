package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A project's name, unique in its workspace: 1 to 64 characters of {@code a-z 0-9 . _ -}, beginning and ending with a letter
 * or a digit.
 */
public record ProjectName(String value) {

    /** First parts of Slipway's own addresses. */
    private static final Set<String> RESERVED = Set.of("library", "api", "v2", "git", "w", "s", "admin");

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");

    public ProjectName {
        if (!FORM.matcher(value).matches()) {
            throw Refusal.invalid(
                    "/name",
                    "invalid-name",
                    "A project's name has 1 to 64 characters: small letters, digits, and . _ - in between.");
        }
        if (RESERVED.contains(value)) {
            throw Refusal.invalid(
                    "/name", "reserved-name", "The name " + value + " is Slipway's own. Choose another one.");
        }
    }

    /** As it stands in an address; empty when no project can have it. */
    public static Optional<ProjectName> find(String text) {
        return FORM.matcher(text).matches() && !RESERVED.contains(text)
                ? Optional.of(new ProjectName(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
