package dev.slipway.web;

import dev.slipway.refusal.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads fields of a request's body, which a client may leave out. */
public final class Fields {

    private Fields() {}

    /** @throws Refusal INVALID when the field is not there */
    public static <T> T required(String pointer, @Nullable T value) {
        if (value == null) {
            throw Refusal.invalid(pointer, "required", "This field is needed: " + pointer.substring(1) + ".");
        }
        return value;
    }

    /**
     * Reads an enum's constant from its small letters.
     *
     * @throws Refusal INVALID when it is none; the sentence names them all
     */
    public static <E extends Enum<E>> E word(String pointer, Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        pointer,
                        "unknown-word",
                        "Use one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Fields::word)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
