package dev.slipway.image;

import dev.slipway.refusal.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a repository inside its workspace, {@code flask-app} or {@code backend/api}: parts joined by slashes, each 1 to
 * 64 characters of {@code a-z 0-9} with single separators ({@code .}, {@code _}, {@code __} or dashes) in between (the
 * {@code path-component} of the CNCF distribution grammar).
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {

    public static final int MAX_LENGTH = 200;
    public static final int MAX_PART = 64;

    private static final String PART = "(?=[^/]{1," + MAX_PART + "}(?:/|$))[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
    private static final Pattern FORM = Pattern.compile(PART + "(?:/" + PART + ")*+");

    public RepositoryName {
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw Refusal.invalid(
                    "/repository",
                    "invalid-repository",
                    "A repository's name has at most " + MAX_LENGTH
                            + " characters: small letters and digits, with single . _ - between them and / between its parts.");
        }
    }

    /** Of text in an address; empty when no repository can have this name. */
    public static Optional<RepositoryName> find(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches()
                ? Optional.of(new RepositoryName(text))
                : Optional.empty();
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
