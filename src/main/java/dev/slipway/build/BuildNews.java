package dev.slipway.build;

import dev.slipway.workspace.WorkspaceId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Tells inside this JVM that builds have changed. Listeners are called on the worker's threads and must return at once;
 * a listener that throws harms nobody else.
 */
@Service
public class BuildNews {

    private static final Logger LOG = LoggerFactory.getLogger(BuildNews.class);

    private final Map<WorkspaceId, Set<Listener>> byWorkspace = new ConcurrentHashMap<>();

    /** All builds of a workspace. */
    public Subscription subscribe(WorkspaceId workspace, Consumer<BuildChanged> listener) {
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

    /** One build. */
    public Subscription subscribe(WorkspaceId workspace, BuildNumber number, Consumer<BuildChanged> listener) {
        return subscribe(workspace, news -> {
            if (news.number().equals(number)) {
                listener.accept(news);
            }
        });
    }

    void tell(BuildChanged news) {
        byWorkspace.getOrDefault(news.workspace(), Set.of()).forEach(listener -> {
            try {
                listener.consumer.accept(news);
            } catch (RuntimeException e) {
                LOG.warn("A listener for builds failed", e);
            }
        });
    }

    /** Told apart by identity: one consumer may be subscribed twice. */
    private static final class Listener {

        private final Consumer<BuildChanged> consumer;

        Listener(Consumer<BuildChanged> consumer) {
            this.consumer = consumer;
        }
    }
}
