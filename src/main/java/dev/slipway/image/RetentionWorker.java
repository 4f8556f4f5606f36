package dev.slipway.image;

import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Cleans up once an hour. Several nodes may do it at the same time: each repository is locked, and asked anew. */
@Component
class RetentionWorker implements SmartLifecycle {

    private static final Duration ROUND = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(RetentionWorker.class);

    private final Retention retention;
    private final TagRuleRows rules;
    private final ImageStore store;
    private volatile @Nullable Thread loop;

    RetentionWorker(Retention retention, TagRuleRows rules, ImageStore store) {
        this.retention = retention;
        this.rules = rules;
        this.store = store;
    }

    @Override
    public void start() {
        loop = Thread.ofVirtual().name("retention").start(this::work);
    }

    @Override
    public void stop() {
        Thread running = loop;
        loop = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    private void work() {
        while (loop != null) {
            try {
                // The first round, too: a Slipway that is restarted all the time does not clean up all the time.
                Thread.sleep(ROUND);
                if (store.isReady()) {
                    round();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Retention did not finish its round; the next one is in {}", ROUND, e);
            }
        }
    }

    /** Every workspace that has such a rule. */
    void round() {
        rules.findByKind(TagPolicy.Retention.KIND).stream()
                .map(TagRuleRow::workspace)
                .distinct()
                .forEach(this::clean);
    }

    private void clean(WorkspaceId workspace) {
        try {
            retention.run(workspace);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Retention did not finish in workspace {}; it goes on in {}", workspace.value(), ROUND, e);
        }
    }
}
