package dev.slipway.web.build;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** Sockets that show a build's log behind one kind of door, a bounded number of them. */
abstract class LogSocket extends AbstractWebSocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogSocket.class);

    private final LogStreams streams;
    private final int most;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    LogSocket(LogStreams streams, int most) {
        this.streams = streams;
        this.most = most;
    }

    /** Empty for whoever would have to sign in first. */
    abstract Optional<LogStreams.Door> door(WebSocketSession session);

    @Override
    public final void afterConnectionEstablished(WebSocketSession session) {
        Optional<LogStreams.Door> door = door(session);
        if (door.isEmpty()) {
            LogStreams.close(session, LogStreams.NOT_SIGNED_IN);
        } else if (open.size() >= most) {
            LogStreams.close(session, LogStreams.TRY_AGAIN);
        } else {
            open.add(session.getId());
            streams.start(session, door.get());
        }
    }

    @Override
    public final void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        open.remove(session.getId());
        streams.stop(session);
    }

    /** Clients have nothing to say here. */
    @Override
    public final void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
        LOG.trace("Message on a log socket ignored");
    }
}
