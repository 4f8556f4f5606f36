package dev.slipway.workspace;

import dev.slipway.account.TokenId;
import dev.slipway.account.TokenRevoked;
import dev.slipway.account.UserId;
import dev.slipway.account.UserLeaves;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Ends what stays open (a socket, a stream, a page) when its caller may no longer do what it does: at once when the change is
 * made in this process, within {@value #ROUND_SECONDS} seconds when another node makes it or a token expires. See
 * docs/decisions/0035-rights-taken-away-end-what-is-open.md.
 */
@Component
public class RightsWatch implements SmartLifecycle {

    static final int ROUND_SECONDS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(RightsWatch.class);

    private final Access access;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread rounds;

    RightsWatch(Access access) {
        this.access = access;
    }

    /**
     * Watches until it is closed or over.
     *
     * @param over called once, on a thread of its own, as soon as the seat does not allow {@code needed} any more
     */
    public Watch watch(Seat seat, Permission needed, Runnable over) {
        Watch watch = new Watch(seat, needed, over);
        watches.add(watch);
        return watch;
    }

    /** As {@link #watch(Seat, Permission, Runnable)}, for who asks {@link Watch#isOver} in time. */
    public Watch watch(Seat seat, Permission needed) {
        return watch(seat, needed, () -> {});
    }

    /** One thing that stays open. */
    public final class Watch implements AutoCloseable {

        private final Seat seat;
        private final Permission needed;
        private final Runnable over;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Watch(Seat seat, Permission needed, Runnable over) {
            this.seat = seat;
            this.needed = needed;
            this.over = over;
        }

        /** Whether the right is gone. */
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
                Thread.ofVirtual().name("right-is-gone").start(over);
            }
        }
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(MembershipChanged change) {
        lookSoon(seat -> seat.workspace().id().equals(change.workspace()) && isOf(seat, change.user()));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(WorkspaceLeaves leaving) {
        lookSoon(seat -> seat.workspace().id().equals(leaving.workspace().id()));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(UserLeaves leaving) {
        lookSoon(seat -> isOf(seat, leaving.user().id()));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(TokenRevoked revoked) {
        TokenId token = revoked.token();
        lookSoon(seat -> seat.caller().token().filter(token::equals).isPresent());
    }

    @Override
    public void start() {
        if (rounds == null) {
            rounds = Thread.ofVirtual().name("rights-watch").start(this::goRound);
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

    private static boolean isOf(Seat seat, UserId user) {
        return seat.caller().id().equals(user);
    }

    /** The transaction is over by now, though its resources are still bound to this thread: another one asks anew. */
    private void lookSoon(Predicate<Seat> concerned) {
        List<Watch> some =
                watches.stream().filter(watch -> concerned.test(watch.seat)).toList();
        if (!some.isEmpty()) {
            Thread.ofVirtual().name("rights-look").start(() -> look(some));
        }
    }

    private void goRound() {
        try {
            while (!Thread.interrupted()) {
                TimeUnit.SECONDS.sleep(ROUND_SECONDS);
                look(List.copyOf(watches));
            }
        } catch (InterruptedException e) {
            LOG.debug("No more rights to watch");
        }
    }

    /** Many watches of one page or person are one question. */
    private void look(List<Watch> some) {
        Map<Question, Boolean> answers = new HashMap<>();
        for (Watch watch : some) {
            try {
                boolean allowed = answers.computeIfAbsent(
                        new Question(watch.seat, watch.needed),
                        question -> access.stillAllows(question.seat, question.needed));
                if (!allowed) {
                    watch.end();
                }
            } catch (DataAccessException | TransactionException e) {
                // Nobody loses a right because the database is away; the next round asks again.
                LOG.warn("Rights can't be looked up now", e);
                return;
            }
        }
    }

    private record Question(Seat seat, Permission needed) {}
}
