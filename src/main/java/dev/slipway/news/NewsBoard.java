package dev.slipway.news;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells news to who subscribed to their topic. Listeners are called on the teller's thread and must return at once; a
 * listener that throws harms nobody else.
 *
 * @param <T> topics, told apart by {@code equals}
 * @param <N> news
 */
public final class NewsBoard<T, N> {

    private static final Logger LOG = LoggerFactory.getLogger(NewsBoard.class);

    private final Map<T, Set<Listener<N>>> byTopic = new ConcurrentHashMap<>();

    public Subscription subscribe(T topic, Consumer<N> listener) {
        Listener<N> own = new Listener<>(listener);
        byTopic.compute(topic, (key, listeners) -> {
            Set<Listener<N>> known = listeners == null ? ConcurrentHashMap.newKeySet() : listeners;
            known.add(own);
            return known;
        });
        return () -> byTopic.computeIfPresent(topic, (key, listeners) -> {
            listeners.remove(own);
            return listeners.isEmpty() ? null : listeners;
        });
    }

    public void tell(T topic, N news) {
        byTopic.getOrDefault(topic, Set.of()).forEach(listener -> {
            try {
                listener.consumer.accept(news);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed at {}", news, e);
            }
        });
    }

    /** Told apart by identity: one consumer may be subscribed twice. */
    private static final class Listener<N> {

        private final Consumer<N> consumer;

        Listener(Consumer<N> consumer) {
            this.consumer = consumer;
        }
    }
}
