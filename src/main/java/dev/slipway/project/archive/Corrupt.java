package dev.slipway.project.archive;

import dev.slipway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** The refusals for archives that can't be read to their end. */
final class Corrupt {

    private Corrupt() {}

    /** What a parser's failure means: whatever it throws at rubbish is the archive's fault, except our own refusals. */
    static RuntimeException archive(Exception failure) {
        for (Throwable reason = failure; reason != null; reason = reason.getCause()) {
            if (reason instanceof Refusal refusal) {
                return refusal;
            }
            if (reason instanceof UploadBroken broken) {
                return broken;
            }
        }
        return refusal("The archive is damaged or incomplete.", failure);
    }

    static Refusal entry(String name, String what) {
        return refusal("The archive is damaged: \"%s\" %s.".formatted(shown(name), what), null);
    }

    static Refusal encrypted(String name) {
        return Refusal.of(
                Refusal.Kind.INVALID,
                "archive-encrypted",
                "\"%s\" is encrypted. Upload an archive without a password.".formatted(shown(name)));
    }

    static Refusal tooManyEntries(int limit) {
        return Refusal.of(
                Refusal.Kind.TOO_LARGE,
                "too-many-entries",
                "The archive has more than %d entries, the limit for an upload.".formatted(limit));
    }

    static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\u2028-\\u202e\\u2066-\\u2069]", "?");
        return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
    }

    private static Refusal refusal(String sentence, @Nullable Exception cause) {
        Refusal refusal = Refusal.of(Refusal.Kind.INVALID, "archive-damaged", sentence + " Nothing was changed.");
        return cause == null ? refusal : refusal.causedBy(cause);
    }
}
