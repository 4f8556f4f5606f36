package dev.slipway.share;

import dev.slipway.watch.Watch;
import dev.slipway.watch.Watches;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Ends what a link opened (a page, a socket): at once when it is revoked in this process, within {@value #ROUND_SECONDS} seconds
 * when it expires, goes with its build, or is revoked on another node.
 */
@Component
public class LinkWatch extends Watches<LinkId> {

    static final int ROUND_SECONDS = 10;

    private final ShareLinks links;

    LinkWatch(ShareLinks links) {
        super("link", Duration.ofSeconds(ROUND_SECONDS));
        this.links = links;
    }

    /** @param over called once, on a thread of its own, as soon as the link opens nothing any more */
    public Watch watch(ShareLink link, Runnable over) {
        return watch(link.id(), over);
    }

    /** How many things the link has opened that are still open. */
    public long count(ShareLink link) {
        return count(link.id());
    }

    @TransactionalEventListener
    void end(LinkEnded ended) {
        end(ended.link());
    }

    @Override
    protected boolean isGood(LinkId link) {
        return links.isLive(link);
    }
}
