package dev.slipway.image;

import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Cleans up once an hour. Several nodes may do it at the same time: each repository is locked, and asked anew. */
@Component
class RetentionWorker extends StoreRounds {

    private static final Duration ROUND = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(RetentionWorker.class);

    private final Retention retention;
    private final TagRuleRows rules;

    RetentionWorker(Retention retention, TagRuleRows rules, ImageStore store) {
        super("retention", store, ROUND);
        this.retention = retention;
        this.rules = rules;
    }

    @Override
    Duration goRound() {
        round();
        return ROUND;
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
