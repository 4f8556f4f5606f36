package dev.slipway.web.build;

import dev.slipway.account.Caller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.Builds;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.RightsWatch;
import dev.slipway.workspace.Seat;
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

/** A build's log for members of its workspace. */
@Component
class BuildLogSocket extends AbstractWebSocketHandler {

    static final int MAX_SOCKETS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(BuildLogSocket.class);

    private static final int WORKSPACE = 3;
    private static final int NUMBER = 5;

    private final Access access;
    private final Builds builds;
    private final RightsWatch rights;
    private final LogStreams streams;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    BuildLogSocket(Access access, Builds builds, RightsWatch rights, LogStreams streams) {
        this.access = access;
        this.builds = builds;
        this.rights = rights;
        this.streams = streams;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        if (!(session.getAttributes().get(LogSocketHandshake.CALLER) instanceof Caller caller)) {
            LogStreams.close(session, LogStreams.NOT_SIGNED_IN);
        } else if (open.size() >= MAX_SOCKETS) {
            LogStreams.close(session, LogStreams.TRY_AGAIN);
        } else {
            open.add(session.getId());
            streams.start(session, path -> enter(caller, path));
        }
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

    private LogStreams.Entered enter(Caller caller, List<String> path) {
        Seat seat = access.enter(caller, path.get(WORKSPACE), Permission.VIEW);
        BuildNumber number = BuildNumber.find(path.get(NUMBER)).orElseThrow(Refusal::notFound);
        Build build = builds.find(seat.workspace().id(), number);
        return new Member(build, rights.watch(seat, Permission.VIEW));
    }

    private record Member(Build build, RightsWatch.Watch right) implements LogStreams.Entered {

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
