package dev.slipway.buildkit;

import com.google.protobuf.ByteString;
import dev.slipway.buildkit.grpc.gateway.Result;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.SessionTunnel;
import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.buildkit.type.SolveStatus;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A build that runs. */
public final class Solve {

    private static final Duration QUIET_AFTER_END = Duration.ofSeconds(5);
    private static final Duration DRAIN_AFTER_CANCEL = Duration.ofMillis(500);

    private final Connection connection;
    private final Failures failures;
    private final SolveRequest request;
    private final Session session;
    private final Consumer<SolveStatus> progress;
    private final String ref = id();
    private final Context.CancellableContext context = Context.ROOT.withCancellation();
    private final CompletableFuture<Made> outcome = new CompletableFuture<>();
    private volatile @Nullable RuntimeException listenerFailure;

    private Solve(
            Connection connection,
            Failures failures,
            SolveRequest request,
            Session session,
            Consumer<SolveStatus> progress) {
        this.connection = connection;
        this.failures = failures;
        this.request = request;
        this.session = session;
        this.progress = progress;
    }

    static Solve start(
            Connection connection,
            Failures failures,
            SolveRequest request,
            Session session,
            Consumer<SolveStatus> progress) {
        Solve solve = new Solve(connection, failures, request, session, progress);
        solve.run(frame -> {
            // Without evaluation the frontend answers with a plan, and steps would fail within the exporters.
            Result result = frame.solve(Wire.frontend(request).setEvaluate(true).build());
            return new Made(new SolveResult(frame.finish(result).getExporterResponseMap()), ByteString.EMPTY);
        });
        return solve;
    }

    static Solve ask(
            Connection connection, Failures failures, SolveRequest request, Session session, String subrequest) {
        SolveRequest internal = new SolveRequest(
                request.frontend(),
                request.attributes(),
                List.of(),
                request.cacheImports(),
                List.of(),
                request.entitlements(),
                true);
        Solve solve = new Solve(connection, failures, internal, session, status -> {});
        solve.run(frame -> {
            Result result = frame.solve(Wire.frontend(internal)
                    .putFrontendOpt("requestid", subrequest)
                    .putFrontendOpt("frontend.caps", "moby.buildkit.frontend.subrequests+forward")
                    .build());
            frame.finish(Result.getDefaultInstance());
            return new Made(new SolveResult(Map.of()), result.getMetadataOrThrow("result.json"));
        });
        return solve;
    }

    /** The daemon's name for this build. */
    public String ref() {
        return ref;
    }

    /**
     * Waits for the end.
     *
     * @throws SolveFailedException when the build itself failed
     * @throws SolveCancelledException when it was cancelled
     * @throws BuildkitUnavailableException when the daemon went away
     */
    public SolveResult await() throws InterruptedException {
        return made().result();
    }

    /** Ends the build, killing its processes; {@link #await()} then throws within a second. May be called at any time. */
    public void cancel() {
        context.cancel(null);
    }

    byte[] answer() throws InterruptedException {
        return made().json().toByteArray();
    }

    private Made made() throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BuildkitException failure) {
                throw failure;
            }
            throw new BuildkitException("The build ended unexpectedly: " + e.getCause(), e);
        }
    }

    private void run(Function<Frame, Made> work) {
        connection.executor().execute(context.wrap(() -> {
            try {
                outcome.complete(withSession(work));
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            } finally {
                context.cancel(null);
            }
        }));
    }

    private Made withSession(Function<Frame, Made> work) throws IOException {
        String sessionId = id();
        try (SessionTunnel _ = SessionTunnel.open(connection, sessionId, session)) {
            Frame frame = Frame.open(connection.channel(), Wire.frame(request, ref, sessionId));
            StatusReader status =
                    StatusReader.start(connection.channel(), ref, progress, this::cancelBecauseOfListener);
            try {
                Made made = work.apply(frame);
                status.awaitEnd(QUIET_AFTER_END);
                return made;
            } catch (StatusRuntimeException e) {
                throw explain(e, frame, status);
            }
        }
    }

    private BuildkitException explain(StatusRuntimeException e, Frame frame, StatusReader status) {
        if (context.isCancelled()) {
            status.awaitEndAtMost(DRAIN_AFTER_CANCEL);
            RuntimeException reason = listenerFailure;
            return reason == null
                    ? new SolveCancelledException(e)
                    : new BuildkitException("The build was cancelled because its progress could not be taken.", reason);
        }
        if (Failures.isGone(e)) {
            status.awaitEndAtMost(Duration.ZERO);
        } else {
            frame.fail(e);
            status.awaitEnd(QUIET_AFTER_END);
        }
        return failures.ofSolve(e);
    }

    private void cancelBecauseOfListener(RuntimeException failure) {
        listenerFailure = failure;
        cancel();
    }

    /** New, and without the colon that has a meaning in session ids. */
    private static String id() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** What came out: of a build its result, of a subrequest its JSON. */
    private record Made(SolveResult result, ByteString json) {}
}
