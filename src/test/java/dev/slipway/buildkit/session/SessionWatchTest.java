package dev.slipway.buildkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.type.BuildkitUnavailableException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionWatchTest {

    private static final Duration LOOK = Duration.ofMillis(5);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final BlockingQueue<BuildkitUnavailableException> losses = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        Future<?> _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void aLongSilenceIsALossAndIsToldOnce() throws Exception {
        long start = System.nanoTime();
        try (SessionWatch watch = watch()) {
            assertThat(losses.take()).hasMessage("the daemon has not asked for it for a minute");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(LOOK.multipliedBy(SessionWatch.SILENT_LOOKS));

            watch.lost(new IOException("it was closed"));
            assertThat(losses).isEmpty();
        }
    }

    @Test
    void everyQuestionAfterItsHealthIsASignOfLife() throws Exception {
        CountDownLatch questions = new CountDownLatch(3 * SessionWatch.SILENT_LOOKS);
        try (SessionWatch watch = watch()) {
            // On the watch's own thread: who is slow is slow for both.
            Future<?> asking = loop.scheduleWithFixedDelay(
                    () -> {
                        watch.heard();
                        questions.countDown();
                    },
                    0,
                    LOOK.toNanos(),
                    TimeUnit.NANOSECONDS);
            questions.await();
            assertThat(asking.cancel(false)).isTrue();

            assertThat(losses).isEmpty();
        }
    }

    @Test
    void aSessionThatIsOverIsNotLost() throws Exception {
        SessionWatch watch = watch();
        watch.close();

        watch.lost(new IOException("it was closed"));

        assertThat(losses.poll(3L * SessionWatch.SILENT_LOOKS * LOOK.toMillis(), TimeUnit.MILLISECONDS))
                .isNull();
    }

    private SessionWatch watch() {
        return SessionWatch.start(
                loop,
                LOOK,
                reason -> new BuildkitUnavailableException(String.valueOf(reason.getMessage()), reason),
                losses::add);
    }
}
