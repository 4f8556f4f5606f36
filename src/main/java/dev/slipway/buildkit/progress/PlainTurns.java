package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.VertexStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the pages their turns. What has ended is written first; then the page shown before goes on, unless another one has
 * waited too long or has so much to say that its share of the turns has come.
 */
final class PlainTurns {

    private static final double LONGEST_WAIT_SECONDS = 10;
    private static final double SHORTEST_TURN_SECONDS = 5;

    private final PlainPages pages;
    private final OutputStream out;
    private final Map<String, VertexStatus> toldTasks = new HashMap<>();
    private @Nullable PlainPage shown;
    private int numbers;

    PlainTurns(PlainPages pages, OutputStream out) {
        this.pages = pages;
        this.out = out;
    }

    void write(long nanos) throws IOException {
        PlainPage before = shown;
        List<PlainPage> ended = pages.withNews().stream()
                .filter(page -> page.subject().ended().isPresent())
                .sorted(Comparator.<PlainPage, Boolean>comparing(page -> page != before)
                        .thenComparing(page -> page.subject().ended().orElse(Instant.MIN)))
                .toList();
        Set<PlainPage> others = new LinkedHashSet<>(pages.withNews());
        ended.forEach(others::remove);
        for (PlainPage page : ended) {
            write(page);
        }
        if (others.isEmpty()) {
            writeAnyRunning(before);
            return;
        }
        if (before != null && !others.add(before)) {
            write(before);
        }
        PlainPage loudest = loudest(others, before, nanos);
        if (before == null || ended.contains(before) || isTurnOver(others, before, nanos)) {
            write(loudest);
        }
    }

    /** The last lines of what failed. */
    void writeFailures() throws IOException {
        for (PlainPage page : pages.begun()) {
            page.writeFailure(out);
        }
    }

    private void writeAnyRunning(@Nullable PlainPage before) throws IOException {
        if (before == null || !before.isRunning()) {
            PlainPage running = pages.running().orElse(null);
            if (running != null) {
                write(running);
            }
        }
    }

    private static PlainPage loudest(Set<PlainPage> pages, @Nullable PlainPage before, long nanos) {
        PlainPage loudest = null;
        for (PlainPage page : pages) {
            if (loudest == null || hasWaitedTooLong(page, before, nanos) || loudest.speed(nanos) < page.speed(nanos)) {
                loudest = page;
            }
        }
        return Objects.requireNonNull(loudest);
    }

    private static boolean isTurnOver(Set<PlainPage> pages, PlainPage shown, long nanos) {
        if (pages.stream().anyMatch(page -> hasWaitedTooLong(page, shown, nanos))) {
            return true;
        }
        double all = pages.stream().mapToDouble(page -> page.speed(nanos)).sum();
        double share = shown.speed(nanos) / all;
        return SHORTEST_TURN_SECONDS / (1 - share) < shown.waitingSeconds(nanos);
    }

    private static boolean hasWaitedTooLong(PlainPage page, @Nullable PlainPage shown, long nanos) {
        return page != shown && page.waitingSeconds(nanos) > LONGEST_WAIT_SECONDS;
    }

    private void write(PlainPage page) throws IOException {
        turnTo(page);
        boolean taskGoesOn = page.writeNews(out, toldTasks);
        if (page.subject().ended().isPresent() && !taskGoesOn) {
            page.writeEnd(out);
            shown = null;
        }
        pages.said(page);
    }

    private void turnTo(PlainPage page) throws IOException {
        if (page == shown) {
            return;
        }
        if (shown != null) {
            shown.leave(out);
        }
        if (numbers > 0) {
            out.write('\n');
        }
        if (page.number() == 0) {
            page.number(++numbers);
        }
        page.writeTitle(out);
        shown = page;
    }
}
