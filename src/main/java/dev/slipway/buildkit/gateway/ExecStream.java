package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.grpc.gateway.ExecMessage;
import dev.slipway.buildkit.grpc.gateway.LLBBridgeGrpc;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages of one process. Any thread may send; the next one received is asked for when the last has been dealt with. */
final class ExecStream implements ClientResponseObserver<ExecMessage, ExecMessage> {

    private final Consumer<ExecMessage> onMessage;
    private final Consumer<Throwable> onEnd;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private @Nullable ClientCallStreamObserver<ExecMessage> requests;
    private boolean ended;

    ExecStream(Consumer<ExecMessage> onMessage, Consumer<Throwable> onEnd) {
        this.onMessage = onMessage;
        this.onEnd = onEnd;
    }

    void open(LLBBridgeGrpc.LLBBridgeStub stub) {
        StreamObserver<ExecMessage> _ = stub.execProcess(this);
    }

    /** Sends at once; does nothing once the process has ended. */
    void send(ExecMessage message) {
        lock.lock();
        try {
            if (!ended && requests != null) {
                requests.onNext(message);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that there is no more to send. */
    void complete() {
        lock.lock();
        try {
            if (!ended && requests != null) {
                ended = true;
                requests.onCompleted();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the connection takes more. @throws IOException when the process has ended */
    void sendPatiently(ExecMessage message) throws IOException {
        lock.lock();
        try {
            while (!ended && requests != null && !requests.isReady()) {
                ready.await();
            }
            if (ended || requests == null) {
                throw new IOException("the process has ended");
            }
            requests.onNext(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ExecMessage> stream) {
        requests = stream;
        stream.setOnReadyHandler(this::signal);
    }

    @Override
    public void onNext(ExecMessage message) {
        onMessage.accept(message);
    }

    @Override
    public void onError(Throwable error) {
        end(error);
    }

    @Override
    public void onCompleted() {
        end(Status.UNAVAILABLE
                .withDescription("the daemon ended the process's stream")
                .asRuntimeException());
    }

    private void end(Throwable failure) {
        lock.lock();
        try {
            ended = true;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
        onEnd.accept(failure);
    }

    private void signal() {
        lock.lock();
        try {
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
