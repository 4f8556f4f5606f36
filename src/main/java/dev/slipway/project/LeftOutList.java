package dev.slipway.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an upload held that git can't, each path once, and not without end. */
final class LeftOutList {

    private static final int MAX = 1000;

    private final Map<String, String> reasons = new LinkedHashMap<>();
    private long more;

    void add(String path, String reason) {
        if (reasons.containsKey(path)) {
            return;
        }
        if (reasons.size() < MAX) {
            reasons.put(path, reason);
        } else {
            more++;
        }
    }

    /** The top folder that all paths so far lie in is no part of the project. */
    void strip(String folder) {
        String top = folder + "/";
        Map<String, String> stripped = new LinkedHashMap<>();
        reasons.forEach(
                (path, reason) -> stripped.put(path.startsWith(top) ? path.substring(top.length()) : path, reason));
        reasons.clear();
        reasons.putAll(stripped);
    }

    List<LeftOut> items() {
        List<LeftOut> items = new ArrayList<>();
        reasons.forEach((path, reason) -> items.add(new LeftOut(path, reason)));
        if (more > 0) {
            items.add(new LeftOut("…", "and " + more + " more"));
        }
        return items;
    }
}
