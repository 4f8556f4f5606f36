package dev.slipway.web.build;

import dev.slipway.build.Build;
import dev.slipway.refusal.Refusal;
import dev.slipway.share.LinkWatch;
import dev.slipway.share.ShareLink;
import dev.slipway.share.ShareLinks;
import dev.slipway.share.SharedPart;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketSession;

/**
 * A build's log for whoever has a link that shows it. A key that is unknown, has expired, was revoked or shows no log hears
 * the same: there is no such build. Members' sockets are counted apart, so strangers take no place from them.
 */
@Component
class SharedLogSocket extends LogSocket {

    static final int MAX_SOCKETS = 500;
    static final int MAX_PER_LINK = 100;

    private static final int KEY = 3;

    private final ShareLinks links;
    private final LinkWatch watch;

    SharedLogSocket(ShareLinks links, LinkWatch watch, LogStreams streams) {
        super(streams, MAX_SOCKETS);
        this.links = links;
        this.watch = watch;
    }

    @Override
    Optional<LogStreams.Door> door(WebSocketSession session) {
        return Optional.of(path -> enter(session, path));
    }

    private LogStreams.Entered enter(WebSocketSession session, List<String> path) {
        ShareLink link = links.find(path.get(KEY))
                .filter(found -> found.shows(SharedPart.LOG))
                .filter(found -> watch.count(found) < MAX_PER_LINK)
                .orElseThrow(Refusal::notFound);
        Build build = links.build(link).orElseThrow(Refusal::notFound);
        // Closed here and not by the reader: it may be waiting for the next line.
        return new LogStreams.Entered(
                build, watch.watch(link, () -> LogStreams.close(session, LogStreams.NO_SUCH_BUILD)));
    }
}
