package dev.slipway.build.engine;

import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.Instruction;
import dev.slipway.dockerfile.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Dockerfile's line that a vertex stands for. BuildKit tells it only for what fails; of the others there is the
 * name, {@code [linux/arm64 deps 2/3] RUN make}: the second of the three steps of the stage {@code deps}.
 */
final class StepLines {

    private static final Pattern NAME = Pattern.compile(
            "\\[(?:[^\\] ]+/[^\\] ]+ )?(?:([^\\] ]+) +)?(\\d{1,4})/(\\d{1,4})\\] (\\w+)\\b.*", Pattern.DOTALL);
    private static final Pattern UNNAMED = Pattern.compile("stage-(\\d{1,4})");

    /** What BuildKit counts as a step of a stage, beside its base image. */
    private static final Set<String> COUNTED = Set.of("RUN", "COPY", "ADD", "WORKDIR");

    private final Dockerfile dockerfile;

    StepLines(Dockerfile dockerfile) {
        this.dockerfile = dockerfile;
    }

    /** The first line, from 1, of the vertex's instruction; empty for what no instruction stands for. */
    Optional<Integer> of(String vertexName) {
        Matcher name = NAME.matcher(vertexName);
        if (!name.matches()) {
            return Optional.empty();
        }
        String keyword = name.group(4).toUpperCase(Locale.ROOT);
        int step = Integer.parseInt(name.group(2), 10);
        int steps = Integer.parseInt(name.group(3), 10);
        return stage(name.group(1)).flatMap(stage -> line(stage, step, steps, keyword));
    }

    private Optional<Stage> stage(@Nullable String name) {
        List<Stage> stages = dockerfile.stages();
        if (name == null) {
            return stages.size() == 1 ? Optional.of(stages.getFirst()) : Optional.empty();
        }
        Matcher unnamed = UNNAMED.matcher(name);
        Optional<Stage> named = stages.stream()
                .filter(stage -> stage.name().filter(name::equalsIgnoreCase).isPresent())
                .findFirst();
        return named.or(() -> unnamed.matches()
                ? stages.stream()
                        .filter(stage -> Integer.toString(stage.index()).equals(unnamed.group(1)))
                        .findFirst()
                : Optional.empty());
    }

    /** The base image counts as a step unless it is another stage or scratch: then there is one step more than instructions. */
    private static Optional<Integer> line(Stage stage, int step, int steps, String keyword) {
        List<Instruction> counted = stage.instructions().stream()
                .filter(instruction -> COUNTED.contains(instruction.keyword()))
                .toList();
        int index = step - 1 - (steps - counted.size());
        if (keyword.equals("FROM")) {
            return Optional.of(stage.firstLine());
        }
        return index >= 0 && index < counted.size() && counted.get(index).is(keyword)
                ? Optional.of(counted.get(index).firstLine())
                : Optional.empty();
    }
}
