package dev.slipway.push;

import dev.slipway.oci.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The workers' side of the queue: take, keep, end. */
@Service
class PushQueue {

    /** Earlier pushes that are looked at for blobs to mount. */
    private static final int LOOK_BACK = 20;

    /** A push that takes its worker down so often is not begun again by itself. */
    private static final int MOST_ATTEMPTS = 20;

    private final PushRows rows;
    private final TransactionTemplate transaction;
    private final PushNews news;
    private final PushProperties properties;

    PushQueue(PushRows rows, TransactionTemplate transaction, PushNews news, PushProperties properties) {
        this.rows = rows;
        this.transaction = transaction;
        this.news = news;
        this.properties = properties;
    }

    /** Takes the next push for a worker; empty when none waits. */
    Optional<Push> take(String worker) {
        Optional<Push> taken =
                transact(() -> rows.lockNext(properties.perWorkspace()).flatMap(id -> {
                    rows.start(id, worker, properties.lease());
                    return rows.find(id);
                }));
        taken.ifPresent(news::tell);
        return taken;
    }

    Map<Digest, String> uploads(Push push) {
        return transact(() -> rows.uploads(push.id()));
    }

    /** For each blob of the push, another repository of the same registry to which this workspace has brought it before. */
    Map<Digest, String> elsewhere(Push push) {
        Set<Digest> wanted = push.layers().stream().map(PushLayer::digest).collect(Collectors.toSet());
        Map<Digest, String> elsewhere = new HashMap<>();
        for (Push earlier : transact(() -> rows.arrivedElsewhere(push, LOOK_BACK))) {
            for (PushLayer layer : earlier.layers()) {
                if (wanted.contains(layer.digest())) {
                    elsewhere.putIfAbsent(layer.digest(), earlier.destination().repository());
                }
            }
        }
        return elsewhere;
    }

    /** Whether the push is still this worker's; it stays so for another lease. */
    boolean keep(Push push) {
        return transact(() -> rows.renew(push, properties.lease()));
    }

    boolean isCancelAsked(Push push) {
        return transact(() -> rows.isCancelAsked(push.id()));
    }

    boolean save(Push push, PushProgress progress) {
        return transact(() -> rows.save(push, progress.layers(), progress.uploads()));
    }

    void end(Push push, PushProgress progress, PushStatus status, Optional<String> error) {
        progress.stop();
        transact(() -> rows.save(push, progress.layers(), progress.uploads()) && rows.end(push, status, error));
        news.tell(push);
    }

    /** A worker that stops leaves its pushes to whoever comes next, itself perhaps. */
    void putBack(Push push, PushProgress progress) {
        progress.stop();
        transact(() -> rows.save(push, progress.layers(), progress.uploads()) && rows.putBack(push));
        news.tell(push);
    }

    /** Pushes of workers that are gone go on from what they had brought there. */
    void putBackAbandoned(Optional<String> gone) {
        for (Push push : transact(() -> rows.abandoned(gone))) {
            boolean tooOften = push.attempts() >= MOST_ATTEMPTS;
            transact(() -> tooOften
                    ? rows.end(
                            push,
                            PushStatus.FAILED,
                            Optional.of(
                                    "Slipway stopped %d times while it pushed this. %s Retry it when that has ended."
                                            .formatted(push.attempts(), PushTrouble.safe(push.there()))))
                    : rows.putBack(push));
            news.tell(push);
        }
    }

    private <T> T transact(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
