package dev.slipway.buildkit;

import dev.slipway.buildkit.grpc.control.ControlGrpc;
import dev.slipway.buildkit.grpc.control.SolveResponse;
import dev.slipway.buildkit.grpc.gateway.LLBBridgeGrpc;
import dev.slipway.buildkit.grpc.gateway.PingRequest;
import dev.slipway.buildkit.grpc.gateway.PongResponse;
import dev.slipway.buildkit.grpc.gateway.Result;
import dev.slipway.buildkit.grpc.gateway.ReturnRequest;
import dev.slipway.buildkit.grpc.gateway.ReturnResponse;
import dev.slipway.buildkit.grpc.gateway.SolveRequest;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A build in gateway mode: {@code Control.Solve} without a frontend waits, this client asks for the work through
 * {@code LLBBridge} in a frontend's place, and what it returns goes to the exporters of the waiting call.
 */
final class Frame {

    private static final Metadata.Key<String> BUILD_ID =
            Metadata.Key.of("buildkit-controlapi-buildid", Metadata.ASCII_STRING_MARSHALLER);
    private static final long CALL_SECONDS = 30;
    private static final Duration REGISTRATION = Duration.ofSeconds(20);

    private final Channel channel;
    private final Answer<SolveResponse> frame;
    private final Metadata buildId = new Metadata();

    private Frame(Channel channel, Answer<SolveResponse> frame, String ref) {
        this.channel = channel;
        this.frame = frame;
        buildId.put(BUILD_ID, ref);
    }

    static Frame open(Channel channel, dev.slipway.buildkit.grpc.control.SolveRequest request) {
        Answer<SolveResponse> frame =
                Answer.of(answer -> ControlGrpc.newStub(channel).solve(request, answer));
        return new Frame(channel, frame, request.getRef());
    }

    /** Has the frontend do the work. Takes as long as the work does. */
    Result solve(SolveRequest request) {
        awaitRegistration();
        return Answer.<dev.slipway.buildkit.grpc.gateway.SolveResponse>of(answer -> bridge().solve(request, answer))
                .within(frame)
                .getResult();
    }

    /** Gives the result to the exporters and waits for them. */
    SolveResponse finish(Result result) {
        giveBack(ReturnRequest.newBuilder().setResult(result).build());
        return Answer.get(frame);
    }

    /** Ends the build as failed, so that the daemon's history has the true error. */
    void fail(StatusRuntimeException failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        try {
            giveBack(ReturnRequest.newBuilder()
                    .setError(status == null ? com.google.rpc.Status.getDefaultInstance() : status)
                    .build());
            frame.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (StatusRuntimeException | ExecutionException | TimeoutException e) {
            // The frame ends with the failure that we have just given it, or has ended before.
            failure.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack(ReturnRequest request) {
        Answer.<ReturnResponse>of(answer -> unary().return_(request, answer)).within(frame);
    }

    private void awaitRegistration() {
        // The daemon itself waits three seconds for the solve to appear; a busy one may need more.
        long start = System.nanoTime();
        while (true) {
            try {
                Answer.<PongResponse>of(answer -> unary().ping(PingRequest.getDefaultInstance(), answer))
                        .within(frame);
                return;
            } catch (StatusRuntimeException e) {
                if (frame.isDone()
                        || !String.valueOf(e.getMessage()).contains("no such job")
                        || System.nanoTime() - start > REGISTRATION.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private LLBBridgeGrpc.LLBBridgeStub unary() {
        return bridge().withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private LLBBridgeGrpc.LLBBridgeStub bridge() {
        return LLBBridgeGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(buildId));
    }
}
