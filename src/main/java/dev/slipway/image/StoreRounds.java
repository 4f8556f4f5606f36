package dev.slipway.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Goes over the image store from time to time, while Slipway runs and the store is ready. The first round waits, too: a Slipway
 * that is restarted all the time does not clean up all the time.
 */
abstract class StoreRounds implements SmartLifecycle {

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final String name;
    private final ImageStore store;
    private final Duration first;
    private volatile @Nullable Thread loop;

    /**
     * @param name of the thread, and of the work in the log
     * @param first how long the first round waits
     */
    StoreRounds(String name, ImageStore store, Duration first) {
        this.name = name;
        this.store = store;
        this.first = first;
    }

    /** One round; returns how long the next one waits. */
    abstract Duration goRound() throws IOException;

    @Override
    public final void start() {
        loop = Thread.ofVirtual().name(name).start(this::work);
    }

    @Override
    public final void stop() {
        Thread running = loop;
        loop = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return loop != null;
    }

    private void work() {
        Duration pause = first;
        while (loop != null) {
            try {
                Thread.sleep(pause);
                if (store.isReady()) {
                    pause = goRound();
                }
            } catch (InterruptedException | InterruptedIOException e) {
                return;
            } catch (IOException | RuntimeException e) {
                log.warn("The round of {} did not finish; the next one is in {}", name, pause, e);
            }
        }
    }
}
