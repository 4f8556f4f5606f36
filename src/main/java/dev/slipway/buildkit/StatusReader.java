package dev.slipway.buildkit;

import static java.util.Objects.requireNonNull;

import dev.slipway.buildkit.grpc.control.ControlGrpc;
import dev.slipway.buildkit.grpc.control.StatusRequest;
import dev.slipway.buildkit.grpc.control.StatusResponse;
import dev.slipway.buildkit.type.SolveStatus;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a build's progress to its end, which comes after the build's own: the last logs of a failed step arrive when the
 * failure is known already. No more than {@value #AHEAD} messages are on their way that the listener has not dealt with.
 */
final class StatusReader implements ClientResponseObserver<StatusRequest, StatusResponse> {

    /** Each request for more wakes the connection's thread: half of them are asked for at a time. */
    private static final int AHEAD = 16;

    private final Consumer<SolveStatus> listener;
    private final Consumer<RuntimeException> onListenerFailure;
    private final Context.CancellableContext context = Context.ROOT.withCancellation();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ReentrantLock delivery = new ReentrantLock();
    private volatile long lastNews = System.nanoTime();
    private boolean stopped;
    private int dealtWith;
    private @Nullable ClientCallStreamObserver<StatusRequest> call;

    private StatusReader(Consumer<SolveStatus> listener, Consumer<RuntimeException> onListenerFailure) {
        this.listener = listener;
        this.onListenerFailure = onListenerFailure;
    }

    static StatusReader start(
            Channel channel, String ref, Consumer<SolveStatus> listener, Consumer<RuntimeException> onListenerFailure) {
        StatusReader reader = new StatusReader(listener, onListenerFailure);
        StatusRequest request = StatusRequest.newBuilder().setRef(ref).build();
        reader.context.run(() -> ControlGrpc.newStub(channel).status(request, reader));
        return reader;
    }

    /** Waits until the daemon has told everything, or nothing for as long as {@code quiet}. */
    void awaitEnd(Duration quiet) {
        lastNews = System.nanoTime();
        long left = quiet.toNanos();
        while (left > 0 && !endsWithin(left)) {
            left = delivery.isLocked() ? quiet.toNanos() : quiet.toNanos() - (System.nanoTime() - lastNews);
        }
        stop();
    }

    /** Waits no longer than {@code limit}, whatever the listener does. */
    void awaitEndAtMost(Duration limit) {
        endsWithin(limit.toNanos());
        context.cancel(null);
        if (delivery.tryLock()) {
            delivery.unlock();
            stop();
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StatusRequest> started) {
        started.disableAutoRequestWithInitial(AHEAD);
        call = started;
    }

    @Override
    public void onNext(StatusResponse response) {
        delivery.lock();
        try {
            if (!stopped) {
                listener.accept(Wire.status(response));
            }
        } catch (RuntimeException e) {
            stopped = true;
            onListenerFailure.accept(e);
        } finally {
            lastNews = System.nanoTime();
            delivery.unlock();
        }
        if (++dealtWith % (AHEAD / 2) == 0) {
            requireNonNull(call).request(AHEAD / 2);
        }
    }

    @Override
    public void onError(Throwable error) {
        // Whether the build succeeded is the solve's to say; its progress just ends here.
        end.countDown();
    }

    @Override
    public void onCompleted() {
        end.countDown();
    }

    private boolean endsWithin(long nanos) {
        try {
            return end.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Lets the message that is being delivered pass, and none after it. */
    private void stop() {
        context.cancel(null);
        delivery.lock();
        try {
            stopped = true;
        } finally {
            delivery.unlock();
        }
    }
}
