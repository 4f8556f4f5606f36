package dev.slipway.buildkit;

import dev.slipway.buildkit.gateway.BuildFunction;
import dev.slipway.buildkit.gateway.Frame;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.SessionTunnel;
import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.ExportFailedException;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.buildkit.type.SolveStatus;
import io.grpc.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A build that runs. */
public final class Solve {

    private static final Duration QUIET_AFTER_END = Duration.ofSeconds(5);
    private static final Duration DRAIN_AFTER_CANCEL = Duration.ofMillis(500);

    private final Connection connection;
    private final SolveRequest request;
    private final Session session;
    private final BuildFunction function;
    private final Consumer<SolveStatus> progress;
    private final String ref = id();
    private final Context.CancellableContext context = Context.ROOT.withCancellation();
    private final CompletableFuture<SolveResult> outcome = new CompletableFuture<>();
    private final AtomicReference<@Nullable BuildkitException> givenUp = new AtomicReference<>();

    private Solve(
            Connection connection,
            SolveRequest request,
            Session session,
            BuildFunction function,
            Consumer<SolveStatus> progress) {
        this.connection = connection;
        this.request = request;
        this.session = session;
        this.function = function;
        this.progress = progress;
    }

    static Solve start(
            Connection connection,
            SolveRequest request,
            Session session,
            BuildFunction function,
            Consumer<SolveStatus> progress) {
        Solve solve = new Solve(connection, request, session, function, progress);
        connection.executor().execute(solve.context.wrap(solve::run));
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
     * @throws ExportFailedException when the result could not be stored on this side
     */
    public SolveResult await() throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BuildkitException failure) {
                throw failure;
            }
            throw new BuildkitException("The build ended unexpectedly: " + e.getCause(), e);
        }
    }

    /** Ends the build, killing its processes; {@link #await()} then throws within a second. May be called at any time. */
    public void cancel() {
        context.cancel(null);
    }

    private void run() {
        Thread building = Thread.currentThread();
        Context.CancellationListener interrupt = cancelled -> building.interrupt();
        try (SolveFiles files = SolveFiles.open(request)) {
            SolveResult result = withSession(files, interrupt);
            files.commit(result);
            outcome.complete(result);
        } catch (Throwable e) {
            boolean wasCancelled =
                    context.isCancelled() && givenUp.get() == null && e instanceof BuildkitUnavailableException;
            outcome.completeExceptionally(wasCancelled ? new SolveCancelledException(e) : e);
        } finally {
            context.cancel(null);
        }
    }

    private SolveResult withSession(SolveFiles files, Context.CancellationListener interrupt) throws IOException {
        String sessionId = id();
        try (SessionTunnel _ = SessionTunnel.open(connection, sessionId, files.attachTo(session), this::giveUp)) {
            Frame frame = Frame.open(connection, files.request(), ref, sessionId);
            StatusReader status =
                    StatusReader.start(connection.channel(), ref, progress, this::cancelBecauseOfListener);
            try {
                // A call to the daemon ends with the context; what else the function waits for needs this.
                context.addListener(interrupt, Runnable::run);
                SolveResult result;
                try {
                    result = frame.finish(function.run(frame));
                } finally {
                    context.removeListener(interrupt);
                }
                status.awaitEnd(QUIET_AFTER_END);
                return result;
            } catch (InterruptedException | RuntimeException e) {
                // It was for the function; what follows must not stop half way.
                boolean _ = Thread.interrupted();
                throw explain(e, frame, status, files);
            }
        }
    }

    private BuildkitException explain(Exception e, Frame frame, StatusReader status, SolveFiles files) {
        if (context.isCancelled()) {
            status.awaitEndAtMost(frame.isKnown() ? DRAIN_AFTER_CANCEL : Duration.ZERO);
            BuildkitException reason = givenUp.get();
            return reason == null ? new SolveCancelledException(e) : reason;
        }
        if (e instanceof BuildkitUnavailableException || !frame.isKnown()) {
            status.awaitEndAtMost(Duration.ZERO);
        } else {
            frame.fail(e);
            status.awaitEnd(QUIET_AFTER_END);
        }
        Optional<ExportFailedException> refusal = files.refusal();
        if (refusal.isPresent()) {
            refusal.get().addSuppressed(e);
            return refusal.get();
        }
        return e instanceof BuildkitException failure
                ? failure
                : new BuildkitException("The build was given up: " + e.getMessage(), e);
    }

    private void cancelBecauseOfListener(RuntimeException failure) {
        giveUp(new BuildkitException("The build was cancelled because its progress could not be taken.", failure));
    }

    private void giveUp(BuildkitException reason) {
        givenUp.compareAndSet(null, reason);
        cancel();
    }

    /** New, and without the colon that has a meaning in session ids. */
    private static String id() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
