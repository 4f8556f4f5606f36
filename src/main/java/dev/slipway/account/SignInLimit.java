package dev.slipway.account;

import dev.slipway.refusal.Refusal;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How often a password may be tried: per user name (there or not) {@value #PER_NAME} times at once and then every
 * {@value #NAME_PAUSE_SECONDS} seconds; per address {@value #PER_ADDRESS} times at once and then every
 * {@value #ADDRESS_PAUSE_SECONDS} seconds. A right password gives its tries back. Counted in this process; the least
 * recently seen names and addresses are forgotten.
 */
@Component
class SignInLimit {

    static final int PER_NAME = 10;
    static final int NAME_PAUSE_SECONDS = 10;
    static final int PER_ADDRESS = 50;
    static final int ADDRESS_PAUSE_SECONDS = 2;
    static final int REMEMBERED = 20_000;

    private final Map<String, Bucket> names = leastRecentlyUsed();
    private final Map<String, Bucket> addresses = leastRecentlyUsed();

    /**
     * Takes one try.
     *
     * @throws Refusal TOO_MANY when there is none left
     */
    Try take(String name, String address) {
        // Names that nobody can have share one bucket, so that they can't push real ones out.
        String knownForm = NewUser.fitsAsName(name) ? name : "";
        Bucket ofAddress = bucket(addresses, address, PER_ADDRESS, ADDRESS_PAUSE_SECONDS);
        Bucket ofName = bucket(names, knownForm, PER_NAME, NAME_PAUSE_SECONDS);
        takeOne(ofAddress);
        takeOne(ofName);
        return new Try(ofName, ofAddress);
    }

    private static void takeOne(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            Duration pause = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1);
            throw Refusal.tooMany(
                    "too-many-sign-ins",
                    "That were too many tries. Wait " + pause.toSeconds() + " seconds, then try again.",
                    pause);
        }
    }

    private static Bucket bucket(Map<String, Bucket> buckets, String key, int capacity, int pauseSeconds) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    key,
                    ignored -> Bucket.builder()
                            .addLimit(
                                    limit -> limit.capacity(capacity).refillGreedy(1, Duration.ofSeconds(pauseSeconds)))
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

    /** A try that was taken. */
    record Try(Bucket ofName, Bucket ofAddress) {

        /** The password was right: nothing to count. */
        void giveBack() {
            ofName.addTokens(1);
            ofAddress.addTokens(1);
        }
    }
}
