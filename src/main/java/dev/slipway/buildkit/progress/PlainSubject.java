package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.progress.Step.State;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link PlainPage} tells of: a step, or several that are shown as one. */
sealed interface PlainSubject {

    String name();

    /** Whether it has begun. */
    boolean isStarted();

    /** When its last run began. */
    Optional<Instant> lastStarted();

    /** When it ended; empty as long as it has not. */
    Optional<Instant> ended();

    Duration duration();

    boolean cached();

    /** BuildKit's message, a cancellation's too. */
    Optional<String> error();

    /** Nothing is written of it yet. */
    boolean isHidden();

    /** One step. */
    final class Single implements PlainSubject {

        private final StepTrace trace;
        private @Nullable Vertex told;

        Single(Vertex first) {
            this.trace = new StepTrace(0, first);
        }

        /** Returns whether that is worth a line; an end always is, and a step that waits never. */
        boolean accept(Vertex news) {
            trace.accept(news);
            if (news.started().isEmpty()) {
                return false;
            }
            Vertex before = told;
            told = news;
            return before == null
                    || news.completed().isPresent()
                    || !news.name().equals(before.name())
                    || !news.started().equals(before.started())
                    || news.cached() != before.cached()
                    || !news.error().equals(before.error());
        }

        @Override
        public String name() {
            return trace.vertex().name();
        }

        @Override
        public boolean isStarted() {
            return trace.state() != State.PENDING;
        }

        @Override
        public Optional<Instant> lastStarted() {
            return trace.lastStarted();
        }

        @Override
        public Optional<Instant> ended() {
            return trace.completed();
        }

        @Override
        public Duration duration() {
            return trace.duration();
        }

        @Override
        public boolean cached() {
            return trace.vertex().cached();
        }

        @Override
        public Optional<String> error() {
            return trace.vertex().error();
        }

        @Override
        public boolean isHidden() {
            return false;
        }
    }

    /** Steps that share a progress group. It stays hidden until one of them begins that is worth showing by itself. */
    final class Group implements PlainSubject {

        private final String name;
        private final Map<VertexDigest, Vertex> members = new LinkedHashMap<>();
        private final Runs runs = new Runs();
        private boolean hidden = true;
        private boolean cached;
        private Optional<String> error = Optional.empty();

        Group(String name) {
            this.name = name;
        }

        void accept(Vertex member) {
            members.put(member.digest(), member);
        }

        /** Looks at the members anew. Returns whether something has changed that is worth a line. */
        boolean refresh() {
            boolean changed = false;
            boolean allCached = true;
            for (Vertex member : members.values()) {
                changed |= member.started()
                        .map(start -> runs.add(start, member.completed()))
                        .orElse(false);
                boolean shows = member.started().isPresent()
                        && !member.group().map(Vertex.ProgressGroup::weak).orElse(false);
                changed |= hidden && shows;
                hidden &= !shows;
                allCached &= member.cached();
                if (error.isEmpty() && member.error().isPresent()) {
                    error = member.error();
                    changed = true;
                }
            }
            hidden &= error.isEmpty();
            changed |= cached != allCached;
            cached = allCached;
            return changed;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isStarted() {
            return !runs.isEmpty();
        }

        @Override
        public Optional<Instant> lastStarted() {
            return runs.last();
        }

        @Override
        public Optional<Instant> ended() {
            return runs.commonEnd();
        }

        @Override
        public Duration duration() {
            return runs.duration();
        }

        @Override
        public boolean cached() {
            return cached;
        }

        @Override
        public Optional<String> error() {
            return error;
        }

        @Override
        public boolean isHidden() {
            return hidden;
        }
    }
}
