package dev.slipway.watch;

import java.time.Duration;
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
import org.springframework.transaction.TransactionException;

/**
 * Everything that is open and hangs on something of one kind. A round now and then finds what ended unheard: on another node,
 * or because its time was up.
 *
 * @param <T> what a thing hangs on, told apart by {@code equals}
 */
public abstract class Watches<T> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final String kind;
    private final Duration round;
    private final Set<Open<T>> watches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread rounds;

    /** @param kind what things hang on, in names of threads and in the log */
    protected Watches(String kind, Duration round) {
        this.kind = kind;
        this.round = round;
    }

    /** Asks anew; many things that hang on the same are one question. */
    protected abstract boolean isGood(T tie);

    /** @param over called once, on a thread of its own, as soon as {@code tie} is no good any more */
    protected final Watch watch(T tie, Runnable over) {
        Open<T> watch = new Open<>(this, tie, over);
        watches.add(watch);
        return watch;
    }

    /** How many things hang on it. */
    protected final long count(T tie) {
        return watches.stream().filter(watch -> watch.tie.equals(tie)).count();
    }

    /** It is known to be gone. */
    protected final void end(T tie) {
        watches.stream().filter(watch -> watch.tie.equals(tie)).forEach(Open::end);
    }

    /** Asks about some of them, on a thread of its own: a transaction's resources may still be bound to the caller's. */
    protected final void lookSoon(Predicate<T> concerned) {
        List<Open<T>> some =
                watches.stream().filter(watch -> concerned.test(watch.tie)).toList();
        if (!some.isEmpty()) {
            Thread.ofVirtual().name(kind + "-look").start(() -> look(some));
        }
    }

    @Override
    public final void start() {
        if (rounds == null) {
            rounds = Thread.ofVirtual().name(kind + "-watch").start(this::goRound);
        }
    }

    @Override
    public final void stop() {
        Thread running = rounds;
        rounds = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return rounds != null;
    }

    private void goRound() {
        try {
            while (!Thread.interrupted()) {
                TimeUnit.NANOSECONDS.sleep(round.toNanos());
                look(List.copyOf(watches));
            }
        } catch (InterruptedException e) {
            LOG.debug("No more {} to watch", kind);
        }
    }

    private void look(List<Open<T>> some) {
        Map<T, Boolean> answers = new HashMap<>();
        try {
            for (Open<T> watch : some) {
                if (!answers.computeIfAbsent(watch.tie, this::isGood)) {
                    watch.end();
                }
            }
        } catch (DataAccessException | TransactionException e) {
            // Nobody is shown the door because the database is away; the next round asks again.
            LOG.warn("Whether a {} is still good can't be looked up now", kind, e);
        }
    }

    private static final class Open<T> implements Watch {

        private final Watches<T> all;
        private final T tie;
        private final Runnable over;
        private final AtomicBoolean ended = new AtomicBoolean();

        Open(Watches<T> all, T tie, Runnable over) {
            this.all = all;
            this.tie = tie;
            this.over = over;
        }

        @Override
        public boolean isOver() {
            return ended.get();
        }

        @Override
        public void close() {
            all.watches.remove(this);
        }

        private void end() {
            if (all.watches.remove(this) && ended.compareAndSet(false, true)) {
                Thread.ofVirtual().name(all.kind + "-is-gone").start(over);
            }
        }
    }
}
