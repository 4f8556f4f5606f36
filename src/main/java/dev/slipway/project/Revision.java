package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.util.regex.Pattern;

/** One state of a project: a commit's id, 40 hexadecimal digits. */
public record Revision(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

    public Revision {
        if (!FORM.matcher(value).matches()) {
            throw Refusal.invalid(
                    "/revision", "invalid-revision", "A revision is a commit's id, 40 hexadecimal digits.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
