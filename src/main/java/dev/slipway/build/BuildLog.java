package dev.slipway.build;

import dev.slipway.build.log.LogLimits;
import dev.slipway.build.log.LogReader;
import dev.slipway.build.log.LogSlice;
import dev.slipway.build.log.LogStore;
import dev.slipway.build.log.LogWriter;
import dev.slipway.home.Home;
import dev.slipway.news.Subscription;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The logs of all builds. See docs/decisions/0007-log-bytes-never-go-through-vaadin-push.md. */
@Service
public class BuildLog {

    /** Events that one frame or chunk holds at most. */
    public static final int MAX_EVENTS = 500;

    /** How long the log of a build that has ended may still lack its last event. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final LogStore store;

    BuildLog(Home home, BuildProperties properties) {
        this.store = new LogStore(
                home.room("logs"), new LogLimits(properties.logLimit().toBytes()));
    }

    /**
     * Events from one on, as far as there are any.
     *
     * @param offset number of the first, from 0
     * @param maxEvents 1 to {@value #MAX_EVENTS}
     */
    public LogChunk read(BuildId build, long offset, int maxEvents) {
        try (LogReader reader = open(build, offset).orElse(null)) {
            if (reader == null) {
                return new LogChunk(0, 0, List.of(), false);
            }
            LogSlice slice = reader.next(Math.clamp(maxEvents, 1, MAX_EVENTS));
            return new LogChunk(slice.offset(), slice.next(), events(slice), slice.ended());
        } catch (IOException e) {
            throw new UncheckedIOException("The log of build " + build + " can't be read", e);
        }
    }

    /**
     * The events as they are on disk, for whoever sends them on; the caller closes the reader.
     *
     * @return empty as long as the build has not begun
     */
    public Optional<LogReader> open(BuildId build, long offset) {
        try {
            return store.read(build.value(), offset);
        } catch (IOException e) {
            throw new UncheckedIOException("The log of build " + build + " can't be read", e);
        }
    }

    /**
     * As {@link #open(BuildId, long)}, for a build that is known: where Slipway was killed between the build's end and the
     * log's, the log gets its last event now.
     */
    public Optional<LogReader> open(Build build, long offset) {
        build.endedAt()
                .filter(ended -> ended.isBefore(Instant.now().minus(ENDING)))
                .ifPresent(ended -> seal(build.id(), ended, build.status()));
        return open(build.id(), offset);
    }

    /** What a step printed, byte for byte; empty when it printed nothing. */
    public Optional<Path> stepOutput(BuildId build, int step) {
        return store.stepOutput(build.value(), step);
    }

    /** Whether the log has its last event. */
    public boolean isComplete(BuildId build) {
        return store.isComplete(build.value());
    }

    /** Where a rendering of the complete log may be kept; it goes with the log. */
    public Path rendering(BuildId build) {
        return store.rendering(build.value());
    }

    /** Calls the listener after the log has grown, on a thread of its own, until the log ends or the subscription is closed. */
    public Subscription follow(BuildId build, Runnable listener) {
        Thread thread = Thread.ofVirtual().name("follow-" + build).start(() -> follow(build, listener, 0));
        return thread::interrupt;
    }

    LogWriter write(BuildId build) {
        return store.write(build.value());
    }

    /** Ends the log of a build that nobody runs any more. */
    void seal(BuildId build, Instant at, BuildStatus status) {
        store.seal(build.value(), at, status.word());
    }

    void delete(BuildId build) {
        store.delete(build.value());
    }

    @PreDestroy
    void close() {
        store.close();
    }

    private void follow(BuildId build, Runnable listener, long from) {
        try {
            Optional<LogReader> opened = open(build, from);
            while (opened.isEmpty()) {
                Thread.sleep(Duration.ofMillis(100));
                opened = open(build, from);
            }
            try (LogReader reader = opened.get()) {
                while (!reader.ended()) {
                    if (reader.next(MAX_EVENTS).isEmpty()) {
                        reader.await(Duration.ofSeconds(10));
                    } else {
                        listener.run();
                    }
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events of a slice, in order. */
    public static List<BuildEvent> events(LogSlice slice) throws IOException {
        List<BuildEvent> events = new ArrayList<>();
        slice.forEach((json, from, to) -> events.add(BuildJson.readEvent(json, from, to - from)));
        return events;
    }
}
