package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a build's progress as lines, as {@code buildctl --progress=plain} does: one step at a time, each line with the
 * step's number. What other steps say meanwhile is kept until their turn comes, when the shown step ends or after a few
 * seconds. A line without an end is held back until its end comes or the step's does.
 */
public final class PlainProgress implements Consumer<SolveStatus>, AutoCloseable {

    private static final Duration TURN = Duration.ofSeconds(5);
    private static final int BUFFER_BYTES = 64 << 10;

    private final ProgressTrace trace = new ProgressTrace();
    private final Map<VertexDigest, PlainStep> pages = new LinkedHashMap<>();
    private final OutputStream out;
    private @Nullable PlainStep shown;
    private long shownSince;
    private int numbers;
    private boolean begun;

    /** Flushes {@code out} after each message and does not close it. */
    public PlainProgress(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /** @throws UncheckedIOException when it can't be written */
    @Override
    public void accept(SolveStatus status) {
        for (Step step : trace.accept(status)) {
            page(step).accept(step);
        }
        for (VertexLog log : status.logs()) {
            PlainStep page = pages.get(log.vertex());
            if (page != null) {
                page.accept(log);
            }
        }
        try {
            show();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what is still held back. */
    @Override
    public void close() throws IOException {
        for (PlainStep page : List.copyOf(pages.values())) {
            if (page.hasNews()) {
                page.endLine();
                show(page);
            }
        }
        out.flush();
    }

    private PlainStep page(Step step) {
        return pages.computeIfAbsent(step.digest(), digest -> new PlainStep(step));
    }

    private void show() throws IOException {
        for (PlainStep ended : ended()) {
            show(ended);
        }
        List<PlainStep> waiting =
                pages.values().stream().filter(PlainStep::hasNews).toList();
        PlainStep current = shown;
        if (current != null && current.hasNews()) {
            show(current);
        }
        Optional<PlainStep> other =
                waiting.stream().filter(page -> page != shown).max(Comparator.comparingLong(PlainStep::pendingBytes));
        if (other.isPresent() && (shown == null || System.nanoTime() - shownSince > TURN.toNanos())) {
            show(other.get());
        }
    }

    /** Steps that ended since they were last shown: the shown one first, then as they ended. */
    private List<PlainStep> ended() {
        List<PlainStep> ended = new ArrayList<>(pages.values().stream()
                .filter(page -> page.hasNews() && page.state().isEnd())
                .toList());
        ended.sort(Comparator.<PlainStep, Boolean>comparing(page -> page != shown)
                .thenComparing(PlainStep::completedOrMin));
        return ended;
    }

    private void show(PlainStep page) throws IOException {
        if (page != shown) {
            turnTo(page);
        }
        page.writeNews(out);
        if (page.state().isEnd() && !page.hasOpenTask()) {
            page.writeEnd(out);
            shown = null;
        }
    }

    private void turnTo(PlainStep page) throws IOException {
        if (shown != null) {
            write("#" + shown.number() + " ...\n");
        }
        if (page.number() == 0) {
            page.number(++numbers);
        }
        write((begun ? "\n" : "") + "#" + page.number() + " " + page.name() + "\n");
        begun = true;
        shown = page;
        shownSince = System.nanoTime();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
