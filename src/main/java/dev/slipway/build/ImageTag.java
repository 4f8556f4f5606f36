package dev.slipway.build;

import dev.slipway.refusal.Refusal;
import java.util.regex.Pattern;

/**
 * A tag in a repository of the build's workspace, {@code repository:tag} (OCI distribution-spec, "Pulling manifests").
 *
 * @param repository parts of {@code a-z 0-9 . _ -} separated by {@code /}, at most {@value #MAX_REPOSITORY} characters
 * @param tag letters, digits and {@code . _ -}, at most 128 characters, not beginning with {@code .} or {@code -}
 */
public record ImageTag(String repository, String tag) {

    public static final int MAX_REPOSITORY = 190;
    public static final String DEFAULT_TAG = "latest";

    private static final String PART = "[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?";
    private static final Pattern REPOSITORY = Pattern.compile(PART + "(/" + PART + ")*");
    /** The distribution spec allows one or two underscores, one dot, or dashes between letters and digits, nothing mixed. */
    private static final Pattern SPEC =
            Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    public ImageTag {
        if (repository.length() > MAX_REPOSITORY
                || !REPOSITORY.matcher(repository).matches()
                || !SPEC.matcher(repository).matches()) {
            throw invalid(repository + ":" + tag);
        }
        if (!TAG.matcher(tag).matches()) {
            throw invalid(repository + ":" + tag);
        }
    }

    /**
     * {@code repository:tag}, or {@code repository} for its tag {@value #DEFAULT_TAG}.
     *
     * @throws Refusal INVALID with the expected form
     */
    public static ImageTag parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new ImageTag(text, DEFAULT_TAG)
                : new ImageTag(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return repository + ":" + tag;
    }

    private static Refusal invalid(String text) {
        return Refusal.invalid(
                "/tags",
                "invalid-tag",
                "\"%s\" is no tag. A tag looks like \"app:v1\" or \"team/app:v1\": small letters and digits with single . _ - between them, a colon, and up to 128 letters, digits, . _ -. Slipway adds the workspace's name itself."
                        .formatted(Texts.shown(text)));
    }
}
