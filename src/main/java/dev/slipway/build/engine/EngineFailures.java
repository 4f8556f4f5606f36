package dev.slipway.build.engine;

import dev.slipway.build.BuildError;
import dev.slipway.build.BuildFailedException;
import dev.slipway.build.LineRange;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.VertexDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the person who built why it failed: what happened, what is safe, what to do. */
final class EngineFailures {

    private static final Logger LOG = LoggerFactory.getLogger(EngineFailures.class);
    private static final int MAX_MESSAGE = 4_000;

    private EngineFailures() {}

    static BuildFailedException of(
            BuildkitException failure, BooleanSupplier hasDied, Function<VertexDigest, Optional<Integer>> stepOf) {
        if (failure instanceof SolveFailedException solve) {
            return new BuildFailedException(error(solve, stepOf), failure);
        }
        if (hasDied.getAsBoolean()) {
            return new BuildFailedException(
                    BuildError.of(
                            "The build engine stopped while it ran this build. Nothing was published. It starts again by itself: retry the build."),
                    failure);
        }
        LOG.warn("A build lost its engine", failure);
        return new BuildFailedException(
                BuildError.of(
                        "The connection to the build engine was lost while it ran this build. Nothing was published: retry the build."),
                failure);
    }

    private static BuildError error(SolveFailedException solve, Function<VertexDigest, Optional<Integer>> stepOf) {
        List<LineRange> ranges = solve.sources().stream()
                .map(ProgressFold::ranges)
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
        Optional<Integer> exitCode =
                solve.exitCode().isPresent() ? Optional.of(solve.exitCode().getAsInt()) : Optional.empty();
        return new BuildError(
                sentence(String.valueOf(solve.getMessage()), solve.exitMeaning()),
                solve.vertex().flatMap(stepOf),
                ranges,
                exitCode);
    }

    /** BuildKit's message without what its clients put in front, and not endless. */
    static String plain(String message) {
        String plain =
                message.startsWith("failed to solve: ") ? message.substring("failed to solve: ".length()) : message;
        return plain.length() <= MAX_MESSAGE ? plain : plain.substring(0, MAX_MESSAGE) + "…";
    }

    private static String sentence(String message, Optional<String> meaning) {
        String plain = plain(message);
        if (message.toLowerCase(Locale.ROOT).contains("no space left on device")) {
            return "The disk of the build engine is full, so the build could not go on. Nothing was published. An administrator makes room, then retry. BuildKit said: "
                    + plain;
        }
        return meaning.map(words -> plain + ". " + words).orElse(plain);
    }
}
