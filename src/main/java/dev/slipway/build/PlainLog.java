package dev.slipway.build;

import dev.slipway.build.log.LogReader;
import dev.slipway.build.log.LogSlice;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A log as text in the manner of BuildKit's plain progress: {@code #5 0.531 Hello}. Of escape sequences only colours remain,
 * so that nothing which a build prints can steer a terminal.
 */
public final class PlainLog {

    /** Everything that ECMA-48 knows, then every other control character except tab and carriage return. */
    private static final Pattern ESCAPES = Pattern.compile("\\x1b\\[(?![0-9;]*m)[0-?]*[ -/]*[@-~]"
            + "|\\x1b[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?"
            + "|\\x1b(?!\\[)[ -/]*[0-~]?"
            + "|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1a\\x1c-\\x1f\\x7f-\\x9f]");

    private final Optional<Integer> only;
    private final Map<Integer, Shown> steps = new HashMap<>();
    private final List<BuildWarning> warnings = new ArrayList<>();
    private int current;

    private PlainLog(Optional<Integer> only) {
        this.only = only;
    }

    /** @param step shows one step only */
    public static PlainLog of(Optional<Integer> step) {
        return new PlainLog(step);
    }

    /** What is known of a step. */
    private static final class Shown {
        private String name = "";
        private Instant started = Instant.EPOCH;
        private final Set<String> tasks = new HashSet<>();
        private final StringBuilder[] pending = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    }

    /** A file with the rendering of a complete log; made when it is not there. */
    public static Path rendering(BuildLog log, Build build) throws IOException {
        Path file = log.rendering(build.id());
        if (Files.exists(file)) {
            return file;
        }
        Path fresh = file.resolveSibling("log-" + UUID.randomUUID() + ".new");
        PlainLog plain = of(Optional.empty());
        try (LogReader reader = log.open(build.id(), 0).orElseThrow();
                Writer out = Files.newBufferedWriter(fresh)) {
            while (!reader.ended()) {
                LogSlice slice = reader.next(BuildLog.MAX_EVENTS);
                out.write(plain.render(slice));
            }
            out.write(plain.end(build));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /** The text of some events, as they are on disk. */
    public String render(LogSlice slice) throws IOException {
        StringBuilder out = new StringBuilder();
        for (BuildEvent event : BuildLog.events(slice)) {
            switch (event) {
                case BuildEvent.Step step -> render(step, out);
                case BuildEvent.Progress progress -> render(progress, out);
                case BuildEvent.Log log -> render(log, out);
                case BuildEvent.Warning warning -> warnings.add(warning.warning());
                case BuildEvent.Ended ended -> {}
            }
        }
        return out.toString();
    }

    /** What follows the last event. */
    public String end(Build build) {
        StringBuilder out = new StringBuilder();
        if (only.isPresent()) {
            return "";
        }
        for (BuildWarning warning : warnings) {
            String line = warning.ranges().isEmpty()
                    ? ""
                    : " (line %d)".formatted(warning.ranges().getFirst().startLine());
            out.append("\nWARN: ")
                    .append(warning.rule().isEmpty() ? "" : clean(warning.rule()) + ": ")
                    .append(clean(warning.detail()))
                    .append(warning.detail().endsWith(line) ? "" : line)
                    .append('\n');
        }
        build.error()
                .ifPresent(error ->
                        out.append("\nERROR: ").append(clean(error.message())).append('\n'));
        return out.toString();
    }

    private void render(BuildEvent.Step step, StringBuilder out) {
        Shown shown = steps.computeIfAbsent(step.step(), number -> new Shown());
        shown.name = step.name();
        if (step.state() != BuildStep.State.STARTED) {
            finishLines(step, shown, out);
        }
        switch (step.state()) {
            case STARTED -> {
                shown.started = step.at();
                head(step.step(), out);
            }
            case CACHED -> line(step.step(), "CACHED", out);
            case DONE -> line(step.step(), "DONE %.1fs".formatted(step.ms() / 1000.0), out);
            case FAILED -> line(step.step(), "ERROR: " + step.error().orElse("failed"), out);
            case CANCELLED -> line(step.step(), "CANCELED", out);
        }
    }

    private void render(BuildEvent.Progress progress, StringBuilder out) {
        if (progress.total() > 0 && progress.current() < progress.total()) {
            return;
        }
        Shown shown = steps.computeIfAbsent(progress.step(), number -> new Shown());
        if (progress.total() == 0 && !shown.tasks.add(progress.id())) {
            // The end of a task that moves no bytes looks like its beginning.
            return;
        }
        String amount = progress.current() > 0 ? " " + bytes(progress.current()) : "";
        line(progress.step(), progress.id() + amount + (progress.total() > 0 ? " done" : ""), out);
    }

    private void render(BuildEvent.Log log, StringBuilder out) {
        Shown shown = steps.computeIfAbsent(log.step(), number -> new Shown());
        StringBuilder pending = shown.pending[Math.clamp(log.stream(), 1, 2)];
        pending.append(log.text());
        if (!log.partial()) {
            double seconds =
                    Math.max(0, Duration.between(shown.started, log.at()).toMillis() / 1000.0);
            line(log.step(), String.format(Locale.ROOT, "%.3f ", seconds) + pending, out);
            pending.setLength(0);
        }
    }

    /** Last lines without a line end. */
    private void finishLines(BuildEvent.Step step, Shown shown, StringBuilder out) {
        for (int stream = 1; stream <= 2; stream++) {
            if (!shown.pending[stream].isEmpty()) {
                render(new BuildEvent.Log(step.at(), step.step(), stream, "", false), out);
            }
        }
    }

    private void line(int step, String text, StringBuilder out) {
        if (isHidden(step)) {
            return;
        }
        if (current != step) {
            head(step, out);
        }
        out.append('#').append(step).append(' ').append(clean(text)).append('\n');
    }

    private void head(int step, StringBuilder out) {
        if (isHidden(step)) {
            return;
        }
        if (current != 0) {
            out.append('\n');
        }
        current = step;
        Shown shown = steps.get(step);
        out.append('#')
                .append(step)
                .append(' ')
                .append(shown == null ? "" : clean(shown.name))
                .append('\n');
    }

    private boolean isHidden(int step) {
        return only.filter(wanted -> wanted != step).isPresent();
    }

    static String clean(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }

    private static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + "B";
        }
        if (bytes < 1_000_000) {
            return String.format(Locale.ROOT, "%.2fkB", bytes / 1e3);
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.2fMB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2fGB", bytes / 1e9);
    }
}
