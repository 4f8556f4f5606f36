package dev.slipway.image;

import dev.slipway.oci.Digest;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives the disk back that deleted images leave behind. Distribution says which blobs no manifest names any more, without removing
 * anything; of these go the ones that nobody has relied on for a while. Nothing has to stand still for that: whoever pushes relies
 * on a blob by asking for it, sending it or naming it. See docs/decisions/0045-deleted-images-give-the-disk-back.md.
 */
@Component
class StoreCollector extends StoreRounds implements MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCollector.class);
    private static final Duration ROUND = Duration.ofHours(1);
    /** Looking at everything takes a while in a large store: at most a twentieth of the time. */
    private static final int REST = 20;

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final String UNNEEDED = "blob eligible for deletion: ";
    private static final int MAX_LAST_WORDS = 2_000;

    private final DistributionServer server;
    private final ImageStore store;
    private final RegistryProperties properties;
    private final Clock clock;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong freed = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();

    StoreCollector(DistributionServer server, ImageStore store, RegistryProperties properties, Clock clock) {
        super("store-collector", store, ROUND);
        this.server = server;
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("slipway.store.size", bytes, AtomicLong::get)
                .description("Blobs of the image store, as of its last collection")
                .baseUnit("bytes")
                .register(meters);
        FunctionCounter.builder("slipway.store.freed", freed, AtomicLong::get)
                .description("What deleted images gave back")
                .baseUnit("bytes")
                .register(meters);
        FunctionCounter.builder("slipway.store.removed", removed, AtomicLong::get)
                .description("Blobs that were removed")
                .baseUnit("blobs")
                .register(meters);
    }

    @Override
    Duration goRound() throws IOException {
        StoreCollection round = collect();
        tell(round);
        return longer(ROUND, round.took().multipliedBy(REST));
    }

    /** One round. */
    StoreCollection collect() throws IOException {
        Instant begin = clock.instant();
        Instant since = begin.minus(properties.keepUnneeded());
        StoreFiles files = store.files();
        long before = files.size();
        Set<Digest> unneeded = unneeded();
        List<Path> repositories = files.repositories();
        long gone = 0;
        int blobs = 0;
        for (Digest digest : unneeded) {
            OptionalLong size = files.remove(digest, since, repositories);
            if (size.isPresent()) {
                gone += size.getAsLong();
                blobs++;
            }
        }
        bytes.set(before - gone);
        freed.addAndGet(gone);
        removed.addAndGet(blobs);
        return new StoreCollection(
                before, gone, blobs, unneeded.size() - blobs, Duration.between(begin, clock.instant()));
    }

    /** Blobs that no manifest of any repository names, as Distribution sees it. It changes nothing. */
    private Set<Digest> unneeded() throws IOException {
        Process registry = new ProcessBuilder(server.dryCollection())
                .redirectErrorStream(true)
                .start();
        StringBuilder lastWords = new StringBuilder();
        Set<Digest> found = new HashSet<>();
        try (BufferedReader lines = registry.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(UNNEEDED)) {
                    Digest.tryParse(line.substring(UNNEEDED.length()).strip()).ifPresent(found::add);
                } else {
                    lastWords.append(line).append('\n');
                    lastWords.delete(0, Math.max(0, lastWords.length() - MAX_LAST_WORDS));
                }
            }
            if (!registry.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || registry.exitValue() != 0) {
                throw new IOException("the image store could not say what is needed: " + lastWords);
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            registry.destroyForcibly();
        }
    }

    private static void tell(StoreCollection round) {
        if (round.blobs() > 0) {
            LOG.info(
                    "Deleted images gave {} MB back, {} blobs in {} s: the image store had {} MB and has {} MB."
                            + " {} blobs that no image names were used lately and stay for now",
                    round.bytesFreed() / 1_000_000,
                    round.blobs(),
                    round.took().toSeconds(),
                    round.bytesBefore() / 1_000_000,
                    round.bytesAfter() / 1_000_000,
                    round.kept());
        } else {
            LOG.debug("Nothing to give back in the image store: {}", round);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
