package dev.slipway.workspace;

import dev.slipway.refusal.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A workspace's name, the first part of its images' names: 1 to 64 characters of {@code a-z 0-9 . _ -}, beginning and ending
 * with a letter or a digit.
 */
public record WorkspaceName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");

    /** The administrators' shelf of base images, mirror of {@code docker.io/library}. */
    public static final WorkspaceName LIBRARY = new WorkspaceName("library");

    /** First parts of Slipway's own addresses, and the shelf: nobody's to choose. */
    private static final Set<String> RESERVED = Set.of("library", "api", "v2", "git", "w", "s", "admin");

    public WorkspaceName {
        if (!FORM.matcher(value).matches()) {
            throw Refusal.invalid(
                    "/name",
                    "invalid-name",
                    "A workspace's name has 1 to 64 characters: small letters, digits, and . _ - in between.");
        }
    }

    /** Of an existing workspace, as it stands in an address; empty when no workspace can have it. */
    public static Optional<WorkspaceName> find(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new WorkspaceName(text)) : Optional.empty();
    }

    /**
     * Of a workspace to be.
     *
     * @throws Refusal INVALID when it does not fit or is reserved
     */
    public static WorkspaceName choose(String text) {
        WorkspaceName name = new WorkspaceName(text);
        if (name.isReserved()) {
            throw Refusal.invalid(
                    "/name", "reserved-name", "The name " + text + " is Slipway's own. Choose another one.");
        }
        return name;
    }

    boolean isReserved() {
        return RESERVED.contains(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
