package dev.slipway.image;

import dev.slipway.refusal.Refusal;
import java.util.regex.Pattern;

/**
 * The tags that a rule is about: {@code *} stands for any characters, {@code ?} for one.
 *
 * @param repositories {@code flask-app}, {@code backend/*}, {@code *}
 * @param tags {@code 1.7.3}, {@code v*}, {@code *}
 */
public record TagScope(String repositories, String tags) {

    public static final String EVERY = "*";

    private static final Pattern REPOSITORIES = Pattern.compile("[a-z0-9._/*?-]{1," + RepositoryName.MAX_LENGTH + "}");
    private static final Pattern TAGS = Pattern.compile("[A-Za-z0-9_.*?-]{1," + TagName.MAX_LENGTH + "}");

    public TagScope {
        if (!REPOSITORIES.matcher(repositories).matches()) {
            throw Refusal.invalid(
                    "/repositories",
                    "invalid-pattern",
                    "Repositories are named by at most " + RepositoryName.MAX_LENGTH
                            + " characters: a-z, 0-9 and . _ - /, with * for any characters and ? for one.");
        }
        if (!TAGS.matcher(tags).matches()) {
            throw Refusal.invalid(
                    "/tags",
                    "invalid-pattern",
                    "Tags are named by at most " + TagName.MAX_LENGTH
                            + " characters: letters, digits and . _ -, with * for any characters and ? for one.");
        }
    }

    /** One tag of one repository. */
    public static TagScope of(RepositoryName repository, TagName tag) {
        return new TagScope(repository.value(), tag.value());
    }

    public boolean covers(RepositoryName repository) {
        return new Glob(repositories).matches(repository.value());
    }

    /** What clients keep under the names of referrers is no tag of a person's: no rule is about it. */
    public boolean covers(RepositoryName repository, TagName tag) {
        return !tag.namesReferrers() && covers(repository) && new Glob(tags).matches(tag.value());
    }

    /** {@code flask-app:v*}. */
    @Override
    public String toString() {
        return repositories + ":" + tags;
    }
}
