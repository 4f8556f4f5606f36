package dev.slipway.push;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The pushes that this worker runs now, known to it sooner than to the database. */
@Component
class RunningPushes {

    private final Map<PushId, RunningPush> running = new ConcurrentHashMap<>();

    void add(RunningPush push) {
        running.put(push.push().id(), push);
    }

    void remove(RunningPush push) {
        running.remove(push.push().id(), push);
    }

    Collection<RunningPush> all() {
        return List.copyOf(running.values());
    }

    int count() {
        return running.size();
    }

    Optional<RunningPush> find(PushId id) {
        return Optional.ofNullable(running.get(id));
    }
}
