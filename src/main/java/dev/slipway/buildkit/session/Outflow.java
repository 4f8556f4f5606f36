package dev.slipway.buildkit.session;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages of a stream to the daemon, sent from a thread of their own that waits while the connection is full.
 *
 * @param <T> kind of message
 */
public final class Outflow<T> {

    private final ServerCallStreamObserver<T> observer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean ended;

    private Outflow(ServerCallStreamObserver<T> observer) {
        this.observer = observer;
    }

    /** Runs {@code work}, which sends; the stream ends with it, as failed when it throws. */
    public static <T> void start(StreamObserver<T> observer, String threadName, Work<T> work) {
        Outflow<T> outflow = new Outflow<>((ServerCallStreamObserver<T>) observer);
        Thread worker = Thread.ofVirtual().name(threadName).unstarted(() -> outflow.run(work));
        outflow.observer.setOnReadyHandler(outflow::signal);
        outflow.observer.setOnCancelHandler(() -> outflow.cancelled(worker));
        worker.start();
    }

    /** Waits until the connection takes more. @throws IOException when the daemon has given up */
    public void send(T message) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !observer.isReady()) {
                news.await();
            }
            if (ended) {
                throw new IOException("the daemon has ended the transfer");
            }
            observer.onNext(message);
        } finally {
            lock.unlock();
        }
    }

    private void run(Work<T> work) {
        try {
            work.run(this);
            end(observer::onCompleted);
        } catch (IOException | RuntimeException e) {
            Status status = e instanceof RuntimeException ? Status.fromThrowable(e) : Status.UNKNOWN;
            String text = status.getDescription() == null ? String.valueOf(e.getMessage()) : status.getDescription();
            end(() -> observer.onError(status.withDescription(text).asRuntimeException()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(() -> observer.onError(Status.CANCELLED.asRuntimeException()));
        }
    }

    private void end(Runnable last) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                last.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What it reads from may have nothing to say for a long time. */
    private void cancelled(Thread worker) {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        worker.interrupt();
    }

    private void signal() {
        lock.lock();
        try {
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What sends. */
    @FunctionalInterface
    public interface Work<T> {
        /** Sends what there is to send, and returns. */
        void run(Outflow<T> outflow) throws IOException, InterruptedException;
    }
}
