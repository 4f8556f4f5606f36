package dev.slipway.share;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Ends what a link opened (a page, a socket): at once when it is revoked in this process, within {@value #ROUND_SECONDS} seconds
 * when it expires, goes with its build, or is revoked on another node.
 */
@Component
public class LinkWatch implements SmartLifecycle {

    static final int ROUND_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(LinkWatch.class);

    private final ShareLinks links;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread rounds;

    LinkWatch(ShareLinks links) {
        this.links = links;
    }

    /** @param over called once, on a thread of its own, as soon as the link opens nothing any more */
    public Watch watch(ShareLink link, Runnable over) {
        Watch watch = new Watch(link.id(), over);
        watches.add(watch);
        return watch;
    }

    /** How many things the link has opened that are still open. */
    public long count(ShareLink link) {
        return watches.stream().filter(watch -> watch.link.equals(link.id())).count();
    }

    /** One thing that stays open. */
    public final class Watch implements AutoCloseable {

        private final LinkId link;
        private final Runnable over;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Watch(LinkId link, Runnable over) {
            this.link = link;
            this.over = over;
        }

        public boolean isOver() {
            return ended.get();
        }

        /** Nothing is open any more. */
        @Override
        public void close() {
            watches.remove(this);
        }

        private void end() {
            if (watches.remove(this) && ended.compareAndSet(false, true)) {
                Thread.ofVirtual().name("link-is-gone").start(over);
            }
        }
    }

    @TransactionalEventListener
    void end(LinkEnded ended) {
        watches.stream().filter(watch -> watch.link.equals(ended.link())).forEach(Watch::end);
    }

    @Override
    public void start() {
        if (rounds == null) {
            rounds = Thread.ofVirtual().name("link-watch").start(this::goRound);
        }
    }

    @Override
    public void stop() {
        Thread running = rounds;
        rounds = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }

    private void goRound() {
        try {
            while (!Thread.interrupted()) {
                TimeUnit.SECONDS.sleep(ROUND_SECONDS);
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("No more links to watch");
        }
    }

    private void look() {
        try {
            List.copyOf(watches).stream()
                    .filter(watch -> !links.isLive(watch.link))
                    .forEach(Watch::end);
        } catch (DataAccessException | TransactionException e) {
            // Nobody is shown the door because the database is away; the next round asks again.
            LOG.warn("Links can't be looked up now", e);
        }
    }
}
