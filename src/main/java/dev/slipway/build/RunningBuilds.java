package dev.slipway.build;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The builds that this worker runs now, known to it sooner than to the database. */
@Component
class RunningBuilds {

    private final Map<BuildId, RunningBuild> running = new ConcurrentHashMap<>();

    void add(RunningBuild build) {
        running.put(build.build().id(), build);
    }

    void remove(RunningBuild build) {
        running.remove(build.build().id(), build);
    }

    Collection<RunningBuild> all() {
        return List.copyOf(running.values());
    }

    int count() {
        return running.size();
    }

    Optional<RunningBuild> find(BuildId id) {
        return Optional.ofNullable(running.get(id));
    }
}
