package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All pages of a build, and which of them have news. */
final class PlainPages {

    private final Map<VertexDigest, PlainPage> pages = new LinkedHashMap<>();
    private final Map<String, PlainPage> groups = new HashMap<>();
    private final Set<PlainPage> begun = new LinkedHashSet<>();
    private final Set<PlainPage> withNews = new LinkedHashSet<>();

    void accept(SolveStatus status, long nanos) {
        Set<PlainPage> touchedGroups = new LinkedHashSet<>();
        for (Vertex vertex : status.vertices()) {
            vertex.group()
                    .ifPresentOrElse(group -> touchedGroups.add(member(vertex, group)), () -> step(vertex, nanos));
        }
        touchedGroups.forEach(page -> group(page, nanos));
        for (VertexStatus task : status.statuses()) {
            page(task.vertex()).ifPresent(page -> {
                page.accept(task);
                news(page, nanos);
            });
        }
        for (VertexWarning warning : status.warnings()) {
            page(warning.vertex()).ifPresent(page -> {
                // It waits for a line that is worth the page's turn.
                page.accept(warning);
                page.heard(nanos);
            });
        }
        for (VertexLog log : status.logs()) {
            page(log.vertex()).ifPresent(page -> {
                page.accept(log);
                news(page, nanos);
            });
        }
    }

    /** Those that have something to say and may. */
    List<PlainPage> withNews() {
        return withNews.stream().filter(page -> !page.subject().isHidden()).toList();
    }

    void said(PlainPage page) {
        withNews.remove(page);
    }

    /** Any step that goes on: the one that began first. */
    Optional<PlainPage> running() {
        return begun.stream()
                .filter(page -> page.isRunning() && !page.subject().isHidden())
                .findFirst();
    }

    /** As they began. */
    List<PlainPage> begun() {
        return List.copyOf(begun);
    }

    private void step(Vertex vertex, long nanos) {
        PlainPage page =
                pages.computeIfAbsent(vertex.digest(), digest -> new PlainPage(new PlainSubject.Single(vertex)));
        if (page.subject() instanceof PlainSubject.Single step && step.accept(vertex)) {
            news(page, nanos);
        }
        if (page.subject().isStarted()) {
            begun.add(page);
        }
    }

    private PlainPage member(Vertex vertex, Vertex.ProgressGroup progressGroup) {
        PlainPage page = groups.computeIfAbsent(
                progressGroup.id(), id -> new PlainPage(new PlainSubject.Group(progressGroup.name())));
        if (page.subject() instanceof PlainSubject.Group group) {
            group.accept(vertex);
        }
        pages.put(vertex.digest(), page);
        return page;
    }

    private void group(PlainPage page, long nanos) {
        if (page.subject() instanceof PlainSubject.Group group && group.refresh() && !group.isHidden()) {
            begun.add(page);
            news(page, nanos);
        }
    }

    private void news(PlainPage page, long nanos) {
        page.heard(nanos);
        withNews.add(page);
    }

    private Optional<PlainPage> page(VertexDigest vertex) {
        return Optional.ofNullable(pages.get(vertex));
    }
}
