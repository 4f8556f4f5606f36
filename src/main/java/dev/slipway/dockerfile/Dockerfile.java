package dev.slipway.dockerfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Dockerfile's structure with line numbers, read in one pass. Any text has one: what is wrong in it, BuildKit tells.
 *
 * @param directives parser directives by their names in lower case, for instance {@code syntax} and {@code escape}
 * @param instructions all of them, in order
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
public record Dockerfile(Map<String, String> directives, List<Instruction> instructions, List<Stage> stages) {

    public Dockerfile {
        directives = Map.copyOf(directives);
        instructions = List.copyOf(instructions);
        stages = List.copyOf(stages);
    }

    /** Reads a text; never fails. */
    public static Dockerfile parse(String text) {
        DockerfileReader reader = new DockerfileReader(text);
        List<Instruction> instructions = reader.instructions();
        return new Dockerfile(reader.directives(), instructions, stages(instructions));
    }

    /** The arguments before the first {@code FROM}: they have their say in the {@code FROM} lines only. */
    public List<Argument> globalArguments() {
        return instructions.stream()
                .takeWhile(instruction -> !instruction.is("FROM"))
                .flatMap(Arguments::of)
                .toList();
    }

    /** All arguments that a build may be given, each once, as first declared. */
    public List<Argument> arguments() {
        List<Argument> once = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Stream.concat(globalArguments().stream(), stages.stream().flatMap(stage -> stage.arguments().stream()))
                .filter(argument -> names.add(argument.name()))
                .forEach(once::add);
        return List.copyOf(once);
    }

    /** What a build can have as its target, in order; the last one is the default. */
    public List<String> targets() {
        return stages.stream().map(Stage::target).toList();
    }

    /** The stage of a target: its name in any case, or its number. */
    public Optional<Stage> stage(String target) {
        String wanted = target.toLowerCase(Locale.ROOT);
        return stages.stream()
                .filter(stage -> stage.name().filter(wanted::equals).isPresent()
                        || Integer.toString(stage.index()).equals(wanted))
                .findFirst();
    }

    /** The instruction that the line, from 1, belongs to. */
    public Optional<Instruction> at(int line) {
        return instructions.stream()
                .filter(instruction -> instruction.holds(line))
                .findFirst();
    }

    private static List<Stage> stages(List<Instruction> instructions) {
        List<Stage> stages = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= instructions.size(); i++) {
            if (i == instructions.size() || instructions.get(i).is("FROM")) {
                if (from >= 0) {
                    stages.add(stage(stages.size(), instructions.get(from), instructions.subList(from + 1, i)));
                }
                from = i;
            }
        }
        return stages;
    }

    private static Stage stage(int index, Instruction from, List<Instruction> instructions) {
        Optional<String> platform = Optional.empty();
        List<String> words = new ArrayList<>();
        for (String word : Words.split(from.arguments())) {
            if (word.startsWith("--platform=")) {
                platform = Optional.of(Words.unquote(word.substring("--platform=".length())));
            } else if (!words.isEmpty() || !word.startsWith("--")) {
                words.add(Words.unquote(word));
            }
        }
        Optional<String> name = words.size() >= 3 && words.get(1).equalsIgnoreCase("as")
                ? Optional.of(words.get(2).toLowerCase(Locale.ROOT))
                : Optional.empty();
        return new Stage(index, name, words.isEmpty() ? "" : words.getFirst(), platform, from, instructions);
    }
}
