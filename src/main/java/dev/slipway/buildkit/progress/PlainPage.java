package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a step, or a group of them, has to say and has not said yet. */
final class PlainPage {

    private static final double SHORTEST_SECONDS = 0.01;
    private static final Duration TASK_BEAT = Duration.ofSeconds(5);
    private static final double TASK_SHARE = 0.05;

    private final PlainSubject subject;
    private final PlainLines lines = new PlainLines();
    private final Map<String, VertexStatus> tasks = new LinkedHashMap<>();
    private final Set<String> changedTasks = new HashSet<>();
    private final List<VertexWarning> warnings = new ArrayList<>();
    private int number;
    private int news;
    private long newsSince;

    PlainPage(PlainSubject subject) {
        this.subject = subject;
    }

    PlainSubject subject() {
        return subject;
    }

    /** Something was heard of it. Pages that have much to say are shown sooner. */
    void heard(long nanos) {
        if (news == 0) {
            newsSince = nanos;
        }
        news++;
    }

    void accept(VertexStatus task) {
        // One that has not begun has no place in the order yet.
        if (task.started().isPresent() || tasks.containsKey(task.id())) {
            tasks.put(task.id(), task);
        }
        changedTasks.add(task.id());
    }

    void accept(VertexWarning warning) {
        warnings.add(warning);
    }

    void accept(VertexLog log) {
        Duration age = subject.lastStarted()
                .map(start -> Duration.between(start, log.timestamp()))
                .orElse(Duration.ZERO);
        lines.add(GoText.stopwatch(age), log.toByteArray());
    }

    boolean isRunning() {
        return subject.isStarted() && subject.ended().isEmpty();
    }

    int number() {
        return number;
    }

    void number(int assigned) {
        number = assigned;
    }

    /** Seconds since there is something to say. */
    double waitingSeconds(long nanos) {
        return (nanos - newsSince) / 1e9;
    }

    /** How much there is to say, by the second. */
    double speed(long nanos) {
        return news / waitingSeconds(nanos);
    }

    void writeTitle(OutputStream out) throws IOException {
        write(out, subject.name());
    }

    /** Another page takes its turn. */
    void leave(OutputStream out) throws IOException {
        if (lines.isOpen()) {
            out.write('\n');
        }
        lines.rewind();
        news = 0;
        write(out, "...");
    }

    /** @param told the tasks of all pages as last written. Returns whether one of those written here goes on */
    boolean writeNews(OutputStream out, Map<String, VertexStatus> told) throws IOException {
        boolean open = false;
        for (VertexStatus task : tasks.values()) {
            if (changedTasks.contains(task.id()) && isWorthALine(task, told.get(task.id()))) {
                told.put(task.id(), task);
                open |= task.completed().isEmpty();
                write(out, task.id() + amount(task) + time(task));
            }
        }
        changedTasks.clear();
        for (VertexWarning warning : warnings) {
            write(out, "WARN: " + warning.summary());
        }
        warnings.clear();
        lines.writeTo(out, prefix());
        return open;
    }

    void writeEnd(OutputStream out) throws IOException {
        news = 0;
        if (lines.isOpen()) {
            out.write('\n');
        }
        if (subject.error().isPresent()) {
            write(out, isCancelled() ? "CANCELED" : "ERROR: " + subject.error().get());
        } else {
            write(out, subject.cached() ? "CACHED" : "DONE " + GoText.seconds(subject.duration()) + "s");
        }
    }

    /** The last lines of a step that failed; of another one nothing. */
    void writeFailure(OutputStream out) throws IOException {
        if (subject.error().isPresent() && !isCancelled() && !subject.isHidden()) {
            out.write(utf8("------\n > " + subject.name() + ":\n"));
            lines.writeLast(out);
            out.write(utf8("------\n"));
        }
    }

    private boolean isCancelled() {
        return subject.error().filter(text -> text.endsWith("context canceled")).isPresent();
    }

    private static boolean isWorthALine(VertexStatus task, @Nullable VertexStatus told) {
        if (told == null || task.completed().isPresent()) {
            return true;
        }
        double share = task.total() > 0 ? (double) (task.current() - told.current()) / task.total() : 0;
        return share >= TASK_SHARE
                || Duration.between(told.timestamp(), task.timestamp()).compareTo(TASK_BEAT) >= 0;
    }

    private static String amount(VertexStatus task) {
        if (task.total() != 0) {
            return " " + GoText.bytes(task.current()) + " / " + GoText.bytes(task.total());
        }
        return task.current() == 0 ? "" : " " + GoText.bytes(task.current());
    }

    private static String time(VertexStatus task) {
        String seconds = task.started()
                .map(start -> Duration.between(start, task.completed().orElse(task.timestamp())))
                .filter(duration -> duration.toNanos() / 1e9 > SHORTEST_SECONDS)
                .map(duration -> " " + GoText.seconds(duration) + "s")
                .orElse("");
        return seconds + (task.completed().isPresent() ? " done" : "");
    }

    private void write(OutputStream out, String line) throws IOException {
        out.write(prefix());
        out.write(utf8(line + "\n"));
    }

    private byte[] prefix() {
        return utf8("#" + number + " ");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
