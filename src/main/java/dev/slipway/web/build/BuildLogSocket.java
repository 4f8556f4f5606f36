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
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketSession;

/** A build's log for members of its workspace. */
@Component
class BuildLogSocket extends LogSocket {

    static final int MAX_SOCKETS = 2_000;

    private static final int WORKSPACE = 3;
    private static final int NUMBER = 5;

    private final Access access;
    private final Builds builds;
    private final RightsWatch rights;

    BuildLogSocket(Access access, Builds builds, RightsWatch rights, LogStreams streams) {
        super(streams, MAX_SOCKETS);
        this.access = access;
        this.builds = builds;
        this.rights = rights;
    }

    @Override
    Optional<LogStreams.Door> door(WebSocketSession session) {
        return session.getAttributes().get(LogSocketHandshake.CALLER) instanceof Caller caller
                ? Optional.of(path -> enter(caller, path))
                : Optional.empty();
    }

    private LogStreams.Entered enter(Caller caller, List<String> path) {
        Seat seat = access.enter(caller, path.get(WORKSPACE), Permission.VIEW);
        BuildNumber number = BuildNumber.find(path.get(NUMBER)).orElseThrow(Refusal::notFound);
        Build build = builds.find(seat.workspace().id(), number);
        return new LogStreams.Entered(build, rights.watch(seat, Permission.VIEW));
    }
}
