package dev.slipway.dockerfile;

import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code ARG a b=1 c="two words"}. */
final class Arguments {

    private Arguments() {}

    static Stream<Argument> of(Instruction instruction) {
        if (!instruction.is("ARG")) {
            return Stream.empty();
        }
        return Words.split(instruction.arguments()).stream()
                .map(word -> argument(word, instruction.firstLine()))
                .filter(argument -> !argument.name().isEmpty());
    }

    private static Argument argument(String word, int line) {
        int equals = word.indexOf('=');
        return equals < 0
                ? new Argument(word, Optional.empty(), line)
                : new Argument(word.substring(0, equals), Optional.of(Words.unquote(word.substring(equals + 1))), line);
    }
}
