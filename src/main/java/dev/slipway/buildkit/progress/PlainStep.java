package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.progress.Step.State;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What one step has to say and has not said yet. Logs stay bytes: a million lines cost no string. */
final class PlainStep {

    private static final Duration TASK_BEAT = Duration.ofSeconds(5);
    private static final double TASK_SHARE = 0.05;
    private static final double SHORTEST_SECONDS = 0.01;

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final Map<String, VertexStatus> toldTasks = new HashMap<>();
    private final Set<String> changedTasks = new LinkedHashSet<>();
    private final Map<String, VertexStatus> tasks = new HashMap<>();
    private Step step;
    private int number;
    private int toldWarnings;
    private boolean heard;
    private boolean changed;
    private boolean midLine;
    /** Bytes of {@code lines} up to the last line's end. */
    private int complete;

    PlainStep(Step first) {
        this.step = first;
    }

    void accept(Step news) {
        // A step that waits is not worth a line, nor is what changed nothing.
        boolean same = heard && news.state() == step.state() && news.completed().equals(step.completed());
        changed |= news.state() != State.PENDING && !same;
        heard = true;
        step = news;
        for (VertexStatus task : news.tasks()) {
            if (!task.equals(tasks.put(task.id(), task))) {
                changedTasks.add(task.id());
            }
        }
    }

    void accept(VertexLog log) {
        byte[] prefix = prefix(log.timestamp());
        byte[] bytes = log.toByteArray();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line(prefix, bytes, start, i + 1);
                midLine = false;
                complete = lines.size();
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            line(prefix, bytes, start, bytes.length);
            midLine = true;
        }
    }

    boolean hasNews() {
        return changed
                || complete > 0
                || !changedTasks.isEmpty()
                || step.warnings().size() > toldWarnings;
    }

    boolean hasOpenTask() {
        return tasks.values().stream().anyMatch(task -> task.completed().isEmpty() && changedTasks.contains(task.id()));
    }

    long pendingBytes() {
        return lines.size();
    }

    int number() {
        return number;
    }

    void number(int assigned) {
        number = assigned;
    }

    String name() {
        return step.name();
    }

    State state() {
        return step.state();
    }

    Instant completedOrMin() {
        return step.completed().orElse(Instant.MIN);
    }

    /** Ends a line that the step left open. */
    void endLine() {
        if (midLine) {
            lines.write('\n');
            midLine = false;
            complete = lines.size();
        }
    }

    void writeNews(OutputStream out) throws IOException {
        for (VertexStatus task : step.tasks()) {
            if (changedTasks.contains(task.id()) && isWorthALine(task)) {
                toldTasks.put(task.id(), task);
                write(out, task.id() + amount(task) + time(task));
            }
        }
        changedTasks.clear();
        for (; toldWarnings < step.warnings().size(); toldWarnings++) {
            write(out, "WARN: " + step.warnings().get(toldWarnings).summary());
        }
        if (step.state().isEnd()) {
            endLine();
        }
        writeLines(out);
        changed = false;
    }

    void writeEnd(OutputStream out) throws IOException {
        switch (step.state()) {
            case CACHED -> write(out, "CACHED");
            case CANCELLED -> write(out, "CANCELED");
            case FAILED -> write(out, "ERROR: " + step.error().orElse(""));
            case DONE, PENDING, RUNNING -> write(out, "DONE" + seconds(step.duration()));
        }
    }

    private void writeLines(OutputStream out) throws IOException {
        byte[] all = lines.toByteArray();
        byte[] numbered = ("#" + number + " ").getBytes(StandardCharsets.UTF_8);
        int start = 0;
        for (int i = 0; i < complete; i++) {
            if (all[i] == '\n') {
                out.write(numbered);
                out.write(all, start, i + 1 - start);
                start = i + 1;
            }
        }
        lines.reset();
        lines.write(all, complete, all.length - complete);
        complete = 0;
    }

    private void line(byte[] prefix, byte[] bytes, int start, int end) {
        if (!midLine) {
            lines.writeBytes(prefix);
        }
        lines.write(bytes, start, end - start);
    }

    /** Seconds since the step began, in three or four digits. */
    private byte[] prefix(Instant timestamp) {
        double seconds = step.started()
                .map(start -> Duration.between(start, timestamp).toNanos() / 1e9)
                .orElse(0.0);
        String format = seconds < 10 ? "%.3f " : seconds < 100 ? "%.2f " : "%.1f ";
        return String.format(Locale.ROOT, format, seconds).getBytes(StandardCharsets.UTF_8);
    }

    private boolean isWorthALine(VertexStatus task) {
        VertexStatus told = toldTasks.get(task.id());
        if (task.started().isEmpty()) {
            return false;
        }
        if (told == null || task.completed().isPresent()) {
            return true;
        }
        double share = task.total() > 0 ? (double) (task.current() - told.current()) / task.total() : 0;
        return share >= TASK_SHARE
                || Duration.between(told.timestamp(), task.timestamp()).compareTo(TASK_BEAT) >= 0;
    }

    private static String amount(VertexStatus task) {
        if (task.total() != 0) {
            return " " + bytes(task.current()) + " / " + bytes(task.total());
        }
        return task.current() == 0 ? "" : " " + bytes(task.current());
    }

    private static String time(VertexStatus task) {
        Instant end = task.completed().orElse(task.timestamp());
        String seconds = task.started()
                .map(start -> Duration.between(start, end))
                .filter(duration -> duration.toNanos() / 1e9 > SHORTEST_SECONDS)
                .map(PlainStep::seconds)
                .orElse("");
        return seconds + (task.completed().isPresent() ? " done" : "");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, " %.1fs", duration.toNanos() / 1e9);
    }

    private static String bytes(long count) {
        String units = "kMGTPE";
        double value = count;
        int unit = -1;
        while (Math.abs(value) >= 1000 && unit < units.length() - 1) {
            value /= 1000;
            unit++;
        }
        return unit < 0 ? count + "B" : String.format(Locale.ROOT, "%.2f%sB", value, units.charAt(unit));
    }

    private void write(OutputStream out, String line) throws IOException {
        out.write(("#" + number + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
