package dev.slipway.buildkit.gateway;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The one answer of a unary call, as a future. */
final class Answer<T> extends CompletableFuture<T> implements StreamObserver<T> {

    /** Calls and returns what will be the answer. */
    static <T> Answer<T> of(Consumer<StreamObserver<T>> call) {
        Answer<T> answer = new Answer<>();
        call.accept(answer);
        return answer;
    }

    /**
     * Waits for the answer, or for the failure of {@code surroundings}, without which there will be none.
     *
     * @throws StatusRuntimeException when either failed
     */
    T within(CompletableFuture<?> surroundings) {
        get(CompletableFuture.anyOf(this, surroundings));
        return get(this);
    }

    static <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw Status.fromThrowable(e).asRuntimeException(Status.trailersFromThrowable(e));
        }
    }

    @Override
    public void onNext(T value) {
        complete(value);
    }

    @Override
    public void onError(Throwable error) {
        completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
        // A unary call that ends without an answer is a broken peer.
        completeExceptionally(Status.INTERNAL
                .withDescription("the call ended without an answer")
                .asRuntimeException());
    }
}
