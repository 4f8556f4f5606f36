package dev.slipway.push;

import dev.slipway.outbound.UnreachableException;
import dev.slipway.registry.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Which troubles with a registry pass by themselves, and how long to wait for that. */
final class Patience {

    private static final int MOST_TRIES = 6;
    private static final int MOST_KNOCKS = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private int failures;

    /** What is asked of a registry. */
    interface Call<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** Asks again where that may help. */
    static <T> T with(Call<T> call) throws IOException, InterruptedException {
        Patience patience = new Patience();
        while (true) {
            try {
                return call.ask();
            } catch (IOException e) {
                patience.bear(e);
            }
        }
    }

    /** Waits, or throws the trouble when it will not pass or did not for too long. */
    void bear(IOException trouble) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        failures++;
        int most = trouble instanceof UnreachableException ? MOST_KNOCKS : MOST_TRIES;
        boolean passes = !(trouble instanceof RegistryException said) || PASSING.contains(said.status());
        if (!passes || failures >= most) {
            throw trouble;
        }
        long wait = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << (failures - 1));
        TimeUnit.MILLISECONDS.sleep(wait);
    }

    /** Something went well since. */
    void refresh() {
        failures = 0;
    }
}
