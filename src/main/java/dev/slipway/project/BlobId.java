package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.util.regex.Pattern;

/** Names a file's content: its git blob id, 40 hexadecimal digits. Equal content has an equal id. */
public record BlobId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

    public BlobId {
        if (!FORM.matcher(value).matches()) {
            throw Refusal.invalid("/blob", "invalid-blob", "A blob id has 40 hexadecimal digits.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
