package dev.slipway.buildkit.type;

import java.util.ArrayList;
import java.util.List;

/**
 * Which builds of the history.
 *
 * @param activeOnly those that run
 * @param ref this one, or empty for any
 * @param filters {@code status==error}, {@code startedAt>=48h}, {@code duration>5m}, {@code repository~=…}; one must match
 *     (BuildKit v0.20). Within one, commas mean "and"
 * @param limit how many at most, the newest first, or 0
 */
public record HistoryQuery(boolean activeOnly, String ref, List<String> filters, int limit) {

    public static final HistoryQuery ALL = new HistoryQuery(false, "", List.of(), 0);

    public HistoryQuery {
        filters = List.copyOf(filters);
    }

    /** One build. */
    public static HistoryQuery of(String ref) {
        return new HistoryQuery(false, ref, List.of(), 0);
    }

    /** Those that run. */
    public HistoryQuery running() {
        return new HistoryQuery(true, ref, filters, limit);
    }

    /** A copy with a filter more, of which one must match. */
    public HistoryQuery filter(String filter) {
        List<String> more = new ArrayList<>(filters);
        more.add(filter);
        return new HistoryQuery(activeOnly, ref, more, limit);
    }

    /** A copy for no more than {@code count} builds. */
    public HistoryQuery newest(int count) {
        return new HistoryQuery(activeOnly, ref, filters, count);
    }
}
