package dev.slipway.buildkit.gateway;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.slipway.buildkit.grpc.apicaps.APICap;
import dev.slipway.buildkit.grpc.control.ControlGrpc;
import dev.slipway.buildkit.grpc.control.SolveResponse;
import dev.slipway.buildkit.grpc.gateway.PingRequest;
import dev.slipway.buildkit.grpc.gateway.PongResponse;
import dev.slipway.buildkit.grpc.gateway.ReturnRequest;
import dev.slipway.buildkit.grpc.gateway.ReturnResponse;
import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A build in gateway mode: {@code Control.Solve} without a frontend waits, this client asks for the work through
 * {@code LLBBridge} in a frontend's place, and what it returns goes to the exporters of the waiting call.
 */
public final class Frame implements Gateway {

    private static final long END_SECONDS = 30;
    private static final Duration REGISTRATION = Duration.ofSeconds(20);
    private static final int CANCELLED = 1;

    private final SolveRequest request;
    private final Answer<SolveResponse> frame;
    private final Bridge bridge;
    private final Connection connection;
    private @Nullable PongResponse pong;

    private Frame(SolveRequest request, Answer<SolveResponse> frame, Bridge bridge, Connection connection) {
        this.request = request;
        this.frame = frame;
        this.bridge = bridge;
        this.connection = connection;
    }

    /**
     * Opens a build.
     *
     * @param ref new, the daemon's name for it
     */
    public static Frame open(Connection connection, SolveRequest request, String ref, String sessionId) {
        var wire = RequestWire.frame(request, ref, sessionId);
        Answer<SolveResponse> frame =
                Answer.of(answer -> ControlGrpc.newStub(connection.channel()).solve(wire, answer));
        return new Frame(request, frame, new Bridge(connection, ref, frame), connection);
    }

    @Override
    public GatewayResult evaluate() {
        // Without evaluation the frontend answers with a plan, and steps would fail within the exporters.
        return solve(Map.of(), true);
    }

    @Override
    public GatewayResult solve(Map<String, String> attributes, boolean evaluate) {
        return solve(RequestWire.frontend(request).putAllFrontendOpt(attributes).setEvaluate(evaluate));
    }

    @Override
    public byte[] ask(String subrequest) {
        GatewayResult answer = solve(RequestWire.frontend(request)
                .putFrontendOpt("requestid", subrequest)
                .putFrontendOpt("frontend.caps", "moby.buildkit.frontend.subrequests+forward"));
        return answer.metadata("result.json")
                .orElseThrow(() -> new BuildkitException(
                        "The frontend did not answer '%s'.".formatted(subrequest),
                        io.grpc.Status.INTERNAL.asRuntimeException()));
    }

    @Override
    public Container newContainer(ContainerSpec spec) {
        awaitRegistration();
        return Container.create(bridge, connection.executor(), spec);
    }

    @Override
    public Set<String> capabilities() {
        PongResponse answer = awaitRegistration();
        return Stream.concat(answer.getFrontendAPICapsList().stream(), answer.getLLBCapsList().stream())
                .filter(APICap::getEnabled)
                .map(APICap::getID)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Gives the result to the exporters and waits for them. */
    public SolveResult finish(GatewayResult result) {
        awaitRegistration();
        try {
            giveBack(ReturnRequest.newBuilder().setResult(result.wire()).build());
            return new SolveResult(Answer.get(frame).getExporterResponseMap());
        } catch (StatusRuntimeException e) {
            throw connection.failures().ofSolve(e);
        }
    }

    /** Whether the daemon has ever answered for this build. One that it refused at once has no progress to tell. */
    public boolean isKnown() {
        return pong != null;
    }

    /** Ends the build as failed, so that the daemon's history has the true error. */
    public void fail(Exception failure) {
        try {
            giveBack(ReturnRequest.newBuilder().setError(status(failure)).build());
            frame.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (StatusRuntimeException | ExecutionException | TimeoutException e) {
            // The frame ends with the failure that we have just given it, or has ended before.
            failure.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private GatewayResult solve(dev.slipway.buildkit.grpc.gateway.SolveRequest.Builder wire) {
        awaitRegistration();
        return GatewayResult.of(
                bridge.<dev.slipway.buildkit.grpc.gateway.SolveResponse>solve(
                                (stub, answer) -> stub.solve(wire.build(), answer))
                        .getResult(),
                bridge);
    }

    private void giveBack(ReturnRequest result) {
        bridge.<ReturnResponse>attempt((stub, answer) -> stub.return_(result, answer));
    }

    private PongResponse awaitRegistration() {
        PongResponse known = pong;
        // The daemon itself waits three seconds for the solve to appear; a busy one may need more.
        long start = System.nanoTime();
        while (known == null) {
            try {
                known = bridge.attempt((stub, answer) -> stub.ping(PingRequest.getDefaultInstance(), answer));
                pong = known;
            } catch (StatusRuntimeException e) {
                if (frame.isDone()
                        || !String.valueOf(e.getMessage()).contains("no such job")
                        || System.nanoTime() - start > REGISTRATION.toNanos()) {
                    throw connection.failures().ofSolve(e);
                }
            }
        }
        return known;
    }

    private static Status status(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Status status = cause instanceof StatusRuntimeException ? StatusProto.fromThrowable(cause) : null;
            if (status != null) {
                return status;
            }
        }
        return Status.newBuilder()
                .setCode(CANCELLED)
                .setMessageBytes(ByteString.copyFromUtf8(String.valueOf(failure.getMessage())))
                .build();
    }
}
