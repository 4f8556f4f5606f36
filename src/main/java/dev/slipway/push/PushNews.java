package dev.slipway.push;

import dev.slipway.build.Subscription;
import dev.slipway.workspace.WorkspaceId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Tells inside this JVM that pushes have changed. Listeners are called on the worker's threads and must return at once; a
 * listener that throws harms nobody else.
 */
@Service
public class PushNews {

    private static final Logger LOG = LoggerFactory.getLogger(PushNews.class);

    private final Map<WorkspaceId, Set<Listener>> byWorkspace = new ConcurrentHashMap<>();

    /** All pushes of a workspace. */
    public Subscription subscribe(WorkspaceId workspace, Consumer<PushChanged> listener) {
        Listener own = new Listener(listener);
        byWorkspace.compute(workspace, (key, listeners) -> {
            Set<Listener> known = listeners == null ? ConcurrentHashMap.newKeySet() : listeners;
            known.add(own);
            return known;
        });
        return () -> byWorkspace.computeIfPresent(workspace, (key, listeners) -> {
            listeners.remove(own);
            return listeners.isEmpty() ? null : listeners;
        });
    }

    void tell(PushChanged news) {
        byWorkspace.getOrDefault(news.workspace(), Set.of()).forEach(listener -> {
            try {
                listener.consumer.accept(news);
            } catch (RuntimeException e) {
                LOG.warn("A listener for pushes failed", e);
            }
        });
    }

    /** Told apart by identity: one consumer may be subscribed twice. */
    private static final class Listener {

        private final Consumer<PushChanged> consumer;

        Listener(Consumer<PushChanged> consumer) {
            this.consumer = consumer;
        }
    }
}
