package dev.slipway.web.build;

import dev.slipway.build.Build;
import dev.slipway.refusal.Refusal;
import dev.slipway.share.LinkWatch;
import dev.slipway.share.ShareLink;
import dev.slipway.share.ShareLinks;
import dev.slipway.share.SharedPart;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * A build's log for whoever has a link that shows it. A key that is unknown, has expired, was revoked or shows no log hears
 * the same: there is no such build. Members' sockets are counted apart, so strangers take no place from them.
 */
@Component
class SharedLogSocket extends AbstractWebSocketHandler {

    static final int MAX_SOCKETS = 500;
    static final int MAX_PER_LINK = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SharedLogSocket.class);

    private static final int KEY = 3;

    private final ShareLinks links;
    private final LinkWatch watch;
    private final LogStreams streams;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    SharedLogSocket(ShareLinks links, LinkWatch watch, LogStreams streams) {
        this.links = links;
        this.watch = watch;
        this.streams = streams;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        if (open.size() >= MAX_SOCKETS) {
            LogStreams.close(session, LogStreams.TRY_AGAIN);
            return;
        }
        open.add(session.getId());
        streams.start(session, path -> enter(session, path));
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        open.remove(session.getId());
        streams.stop(session);
    }

    /** Clients have nothing to say here. */
    @Override
    public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
        LOG.trace("Message on a log socket ignored");
    }

    private LogStreams.Entered enter(WebSocketSession session, List<String> path) {
        ShareLink link = links.find(path.get(KEY))
                .filter(found -> found.shows(SharedPart.LOG))
                .filter(found -> watch.count(found) < MAX_PER_LINK)
                .orElseThrow(Refusal::notFound);
        Build build = links.build(link).orElseThrow(Refusal::notFound);
        // Closed here and not by the reader: it may be waiting for the next line.
        return new Guest(build, watch.watch(link, () -> LogStreams.close(session, LogStreams.NO_SUCH_BUILD)));
    }

    private record Guest(Build build, LinkWatch.Watch right) implements LogStreams.Entered {

        @Override
        public boolean isOver() {
            return right.isOver();
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
