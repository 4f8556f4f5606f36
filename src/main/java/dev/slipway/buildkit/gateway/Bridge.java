package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.grpc.gateway.LLBBridgeGrpc;
import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.transport.Failures;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Calls on one open build. None outlives the build: when that ends, so do they. */
final class Bridge {

    private static final Metadata.Key<String> BUILD_ID =
            Metadata.Key.of("buildkit-controlapi-buildid", Metadata.ASCII_STRING_MARSHALLER);
    private static final long CALL_SECONDS = 30;

    private final LLBBridgeGrpc.LLBBridgeStub stub;
    private final CompletableFuture<?> build;
    private final Failures failures;

    Bridge(Connection connection, String ref, CompletableFuture<?> build) {
        Metadata buildId = new Metadata();
        buildId.put(BUILD_ID, ref);
        this.stub = LLBBridgeGrpc.newStub(connection.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(buildId));
        this.build = build;
        this.failures = connection.failures();
    }

    LLBBridgeGrpc.LLBBridgeStub stub() {
        return stub;
    }

    Failures failures() {
        return failures;
    }

    CompletableFuture<?> build() {
        return build;
    }

    /** A call that builds, and takes as long as that does. */
    <T> T solve(BiConsumer<LLBBridgeGrpc.LLBBridgeStub, StreamObserver<T>> call) {
        try {
            return Answer.<T>of(answer -> call.accept(stub, answer)).within(build);
        } catch (StatusRuntimeException e) {
            throw failures.ofSolve(e);
        }
    }

    /** A call that is answered at once. */
    <T> T call(BiConsumer<LLBBridgeGrpc.LLBBridgeStub, StreamObserver<T>> call) {
        try {
            return attempt(call);
        } catch (StatusRuntimeException e) {
            throw failures.ofCall(e);
        }
    }

    /** {@link #call} for who looks at the status. */
    <T> T attempt(BiConsumer<LLBBridgeGrpc.LLBBridgeStub, StreamObserver<T>> call) {
        return Answer.<T>of(answer -> call.accept(stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS), answer))
                .within(build);
    }
}
