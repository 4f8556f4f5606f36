package dev.slipway.buildkit.session;

import dev.slipway.buildkit.type.BuildkitUnavailableException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells when a session is gone that this side has not ended: its line broke, or the daemon has not asked after its health for
 * a long time. A daemon says nothing when it gives a session up, and over a dead network nobody does.
 */
final class SessionWatch implements ServerInterceptor, AutoCloseable {

    /** Daemons ask every five seconds, and go on at most 45 seconds after a question that was not answered. */
    static final int SILENT_LOOKS = 12;

    static final Duration LOOK = Duration.ofSeconds(5);

    private final Function<Throwable, BuildkitUnavailableException> describe;
    private final Consumer<BuildkitUnavailableException> onLoss;
    private final AtomicInteger silentLooks = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Future<?> looking;

    private SessionWatch(
            EventLoop loop,
            Duration look,
            Function<Throwable, BuildkitUnavailableException> describe,
            Consumer<BuildkitUnavailableException> onLoss) {
        this.describe = describe;
        this.onLoss = onLoss;
        // Looks are counted and not the time, as this process may have slept like everything else.
        this.looking = loop.scheduleWithFixedDelay(this::look, look.toNanos(), look.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Begins.
     *
     * @param look time between two looks
     * @param onLoss is told once at most; not after {@link #close()}
     */
    static SessionWatch start(
            EventLoop loop,
            Duration look,
            Function<Throwable, BuildkitUnavailableException> describe,
            Consumer<BuildkitUnavailableException> onLoss) {
        return new SessionWatch(loop, look, describe, onLoss);
    }

    /** Every call of the service that it is put before is a sign of life. */
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        heard();
        return next.startCall(call, headers);
    }

    void heard() {
        silentLooks.set(0);
    }

    /** The line is known to be gone. */
    void lost(Throwable reason) {
        if (over.compareAndSet(false, true)) {
            stop();
            onLoss.accept(describe.apply(reason));
        }
    }

    /** The session ends because its build has. */
    @Override
    public void close() {
        over.set(true);
        stop();
    }

    private void look() {
        if (silentLooks.incrementAndGet() > SILENT_LOOKS) {
            lost(new IOException("the daemon has not asked for it for a minute"));
        }
    }

    private void stop() {
        boolean _ = looking.cancel(false);
    }
}
