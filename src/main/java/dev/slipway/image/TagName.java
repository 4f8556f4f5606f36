package dev.slipway.image;

import dev.slipway.oci.ImageReference;
import dev.slipway.refusal.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;

/** A tag: 1 to 128 characters of {@code A-Z a-z 0-9 _ . -}, not beginning with a dot or a dash (OCI distribution-spec). */
public record TagName(String value) implements Comparable<TagName> {

    public static final int MAX_LENGTH = 128;

    /** The OCI distribution-spec's fallback for referrers, and cosign's names for what it says about an image. */
    private static final Pattern REFERRERS = Pattern.compile("sha256-[0-9a-f]{64}(?:\\.[A-Za-z0-9._-]*)?");

    public TagName {
        if (!ImageReference.isTag(value)) {
            throw Refusal.invalid(
                    "/tag",
                    "invalid-tag",
                    "A tag has 1 to " + MAX_LENGTH
                            + " characters: letters, digits and _ . - and does not begin with a dot or a dash.");
        }
    }

    /** Of text in an address; empty when nothing can be tagged so. */
    public static Optional<TagName> find(String text) {
        return ImageReference.isTag(text) ? Optional.of(new TagName(text)) : Optional.empty();
    }

    /** Whether clients keep under it what refers to an image, for want of a better place: no name that a person gave. */
    public boolean namesReferrers() {
        return REFERRERS.matcher(value).matches();
    }

    @Override
    public int compareTo(TagName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
