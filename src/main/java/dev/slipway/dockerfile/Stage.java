package dev.slipway.dockerfile;

import java.util.List;
import java.util.Optional;

/**
 * What one {@code FROM} begins.
 *
 * @param index from 0
 * @param name after {@code AS}, in lower case as BuildKit compares it
 * @param base an image, an earlier stage or {@code scratch}, with variables as they are written; empty when it is missing
 * @param from the instruction that begins it
 * @param instructions those that follow, without {@code FROM}
 */
public record Stage(
        int index,
        Optional<String> name,
        String base,
        Optional<String> platform,
        Instruction from,
        List<Instruction> instructions) {

    public Stage {
        instructions = List.copyOf(instructions);
    }

    /** The first line of its text, counted from 1. */
    public int firstLine() {
        return from.firstLine();
    }

    /** The last line of its text, counted from 1. */
    public int lastLine() {
        return instructions.isEmpty() ? from.lastLine() : instructions.getLast().lastLine();
    }

    /** How a build names it as its target: by its name, else by its number. */
    public String target() {
        return name.orElseGet(() -> Integer.toString(index));
    }

    /** The arguments that it declares, in order. */
    public List<Argument> arguments() {
        return instructions.stream().flatMap(Arguments::of).toList();
    }
}
