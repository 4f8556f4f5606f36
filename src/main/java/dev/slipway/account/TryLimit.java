package dev.slipway.account;

import dev.slipway.refusal.Refusal;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one may try something that can be guessed: so many times at once, then once in a while, each key (an address, a
 * name) for itself. Counted in this process; the {@value #REMEMBERED} keys seen last are remembered.
 */
public final class TryLimit {

    static final int REMEMBERED = 20_000;

    private final int atOnce;
    private final Duration pause;
    private final Map<String, Bucket> buckets = leastRecentlyUsed();

    /** @param pause after which another try is free */
    public TryLimit(int atOnce, Duration pause) {
        this.atOnce = atOnce;
        this.pause = pause;
    }

    /**
     * Takes one try.
     *
     * @param code of the refusal
     * @throws Refusal TOO_MANY when there is none left
     */
    public void take(String key, String code) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1);
            throw Refusal.tooMany(
                    code, "That were too many tries. Wait " + wait.toSeconds() + " seconds, then try again.", wait);
        }
    }

    /** It was a right one: nothing to count. */
    public void giveBack(String key) {
        bucket(key).addTokens(1);
    }

    private Bucket bucket(String key) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    key,
                    ignored -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(atOnce).refillGreedy(1, pause))
                            .build());
        }
    }

    private static Map<String, Bucket> leastRecentlyUsed() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
