package dev.slipway.web.build;

import dev.slipway.build.Build;
import dev.slipway.build.BuildLog;
import dev.slipway.build.Builds;
import dev.slipway.build.log.LogReader;
import dev.slipway.build.log.LogSlice;
import dev.slipway.refusal.Refusal;
import dev.slipway.watch.Watch;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Streams a build's log to a socket from any event on. A virtual thread per socket reads the log's file at the client's own
 * pace: a slow client holds up nobody and gathers nothing in memory. See
 * docs/decisions/0007-log-bytes-never-go-through-vaadin-push.md.
 */
@Component
class LogStreams {

    static final CloseStatus NOT_SIGNED_IN = new CloseStatus(4401, "not signed in");
    static final CloseStatus NO_SUCH_BUILD = new CloseStatus(4404, "no such build");
    static final CloseStatus TRY_AGAIN = new CloseStatus(1013, "try again");

    private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);

    /** How often the client is asked whether it is still there. */
    private static final Duration ROUND = Duration.ofSeconds(20);

    /** Also how soon a right that was taken away ends the socket. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration NO_LOG_YET = Duration.ofMillis(50);

    private final Builds builds;
    private final BuildLog log;
    private final Map<String, Thread> streams = new ConcurrentHashMap<>();

    LogStreams(Builds builds, BuildLog log) {
        this.builds = builds;
        this.log = log;
    }

    /** Decides what the socket shows. */
    interface Door {
        /**
         * @param path of the socket's address, split at its slashes
         * @throws Refusal whatever the reason, the socket says that there is no such build
         */
        Entered open(List<String> path);
    }

    /** Who was let in to read one build's log, until he may not read on. */
    record Entered(Build build, Watch right) {}

    void start(WebSocketSession session, Door door) {
        Thread stream = Thread.ofVirtual().name("log-socket-" + session.getId()).unstarted(() -> stream(session, door));
        streams.put(session.getId(), stream);
        stream.start();
    }

    void stop(WebSocketSession session) {
        Optional.ofNullable(streams.remove(session.getId())).ifPresent(Thread::interrupt);
    }

    private void stream(WebSocketSession session, Door door) {
        try {
            session.close(send(session, door));
        } catch (Refusal e) {
            close(session, NO_SUCH_BUILD);
        } catch (InterruptedException e) {
            close(session, CloseStatus.GOING_AWAY);
        } catch (IOException | IllegalStateException e) {
            // The client is gone, or the log can't be read: whoever is there may ask again from where he is.
            LOG.debug("A log socket ended", e);
            close(session, TRY_AGAIN);
        } catch (RuntimeException e) {
            LOG.warn("A log socket failed", e);
            close(session, TRY_AGAIN);
        } finally {
            streams.remove(session.getId());
        }
    }

    private CloseStatus send(WebSocketSession session, Door door) throws IOException, InterruptedException {
        URI address = Optional.ofNullable(session.getUri()).orElseThrow(Refusal::notFound);
        List<String> path = List.of(address.getRawPath().split("/", -1));
        Entered entered = door.open(path);
        try (Watch right = entered.right()) {
            return send(session, entered.build(), offset(address.getRawQuery()), new Look(session, right));
        }
    }

    private CloseStatus send(WebSocketSession session, Build build, long offset, Look look)
            throws IOException, InterruptedException {
        LogFrames frames = new LogFrames(session);
        try (LogReader reader = awaitLog(build, offset, look)) {
            while (true) {
                LogSlice slice = reader.next(BuildLog.MAX_EVENTS);
                if (!slice.isEmpty()) {
                    frames.send(slice);
                }
                if (slice.ended()) {
                    return CloseStatus.NORMAL;
                }
                if (slice.isEmpty()) {
                    reader.await(LOOK);
                }
                if (look.isOver()) {
                    return NO_SUCH_BUILD;
                }
            }
        }
    }

    /** A queued build has none. */
    private LogReader awaitLog(Build build, long offset, Look look) throws IOException, InterruptedException {
        while (true) {
            Optional<LogReader> reader = log.open(build, offset);
            if (reader.isPresent()) {
                return reader.get();
            }
            Thread.sleep(NO_LOG_YET);
            if (look.isOver() || (look.isNew() && builds.find(build.id()).isEmpty())) {
                throw Refusal.notFound();
            }
        }
    }

    /** Looks whether the client is still there, from time to time, and still may read. */
    private static final class Look {

        private final WebSocketSession session;
        private final Watch right;
        private long lookedNanos = System.nanoTime();
        private boolean fresh;

        Look(WebSocketSession session, Watch right) {
            this.session = session;
            this.right = right;
        }

        boolean isOver() throws IOException {
            fresh = System.nanoTime() - lookedNanos > ROUND.toNanos();
            if (fresh) {
                lookedNanos = System.nanoTime();
                session.sendMessage(new PingMessage());
            }
            return right.isOver();
        }

        /** Whether the last look was a real one. */
        boolean isNew() {
            return fresh;
        }
    }

    private static long offset(@Nullable String query) {
        if (query != null) {
            for (String parameter : query.split("&", -1)) {
                if (parameter.matches("offset=[0-9]{1,18}")) {
                    return Long.parseLong(parameter.substring("offset=".length()));
                }
            }
        }
        return 0;
    }

    static void close(WebSocketSession session, CloseStatus status) {
        try {
            session.close(status);
        } catch (IOException e) {
            LOG.debug("A log socket was gone already", e);
        }
    }
}
