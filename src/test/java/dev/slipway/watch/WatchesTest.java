package dev.slipway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;

@Timeout(60)
class WatchesTest {

    private final AtomicInteger ended = new AtomicInteger();
    private Ropes ropes = new Ropes(Duration.ofHours(1));

    @AfterEach
    void stop() {
        ropes.stop();
    }

    @Test
    void aRoundFindsWhatEndedUnheard() {
        ropes = new Ropes(Duration.ofMillis(5));
        Watch cut = ropes.watch("bow", ended::incrementAndGet);
        Watch sound = ropes.watch("stern", ended::incrementAndGet);
        ropes.start();

        ropes.cut.add("bow");

        await().until(() -> ended.get() == 1);
        assertThat(cut.isOver()).isTrue();
        assertThat(sound.isOver()).isFalse();
    }

    @Test
    void whatIsKnownToBeGoneEndsAtOnceAndOnce() {
        Watch watch = ropes.watch("bow", ended::incrementAndGet);

        ropes.end("bow");
        ropes.end("bow");

        assertThat(watch.isOver()).isTrue();
        assertThat(ropes.count("bow")).isZero();
        await().until(() -> ended.get() == 1);
    }

    @Test
    void whatWasClosedHearsNothing() {
        Watch watch = ropes.watch("bow", ended::incrementAndGet);

        watch.close();
        ropes.end("bow");

        assertThat(watch.isOver()).isFalse();
    }

    @Test
    void manyThatHangOnTheSameAreOneQuestion() {
        for (int i = 0; i < 10; i++) {
            ropes.watch("bow", ended::incrementAndGet);
        }
        ropes.watch("stern", ended::incrementAndGet);
        ropes.cut.addAll(Set.of("bow", "stern"));

        ropes.lookSoon("bow"::equals);

        await().until(() -> ended.get() == 10);
        assertThat(ropes.questions).hasValue(1);
        assertThat(ropes.count("stern")).isEqualTo(1);
    }

    @Test
    void nothingEndsBecauseTheDatabaseIsAway() {
        ropes = new Ropes(Duration.ofMillis(5));
        ropes.away = true;
        ropes.watch("bow", ended::incrementAndGet);
        ropes.cut.add("bow");
        ropes.start();
        await().until(() -> ropes.questions.get() > 2);
        assertThat(ropes.count("bow")).isEqualTo(1);

        ropes.away = false;

        await().until(() -> ended.get() == 1);
    }

    private static final class Ropes extends Watches<String> {

        final Set<String> cut = ConcurrentHashMap.newKeySet();
        final AtomicInteger questions = new AtomicInteger();
        volatile boolean away;

        Ropes(Duration round) {
            super("rope", round);
        }

        @Override
        protected boolean isGood(String rope) {
            questions.incrementAndGet();
            if (away) {
                throw new DataAccessResourceFailureException("The test's database is away");
            }
            return !cut.contains(rope);
        }
    }
}
