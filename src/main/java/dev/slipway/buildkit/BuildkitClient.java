package dev.slipway.buildkit;

import dev.slipway.buildkit.gateway.BuildFunction;
import dev.slipway.buildkit.gateway.GatewayResult;
import dev.slipway.buildkit.gateway.LintReport;
import dev.slipway.buildkit.gateway.Outline;
import dev.slipway.buildkit.gateway.Target;
import dev.slipway.buildkit.grpc.control.ControlGrpc;
import dev.slipway.buildkit.grpc.control.DiskUsageRequest;
import dev.slipway.buildkit.grpc.control.InfoRequest;
import dev.slipway.buildkit.grpc.control.ListWorkersRequest;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.DaemonInfo;
import dev.slipway.buildkit.type.PruneRequest;
import dev.slipway.buildkit.type.SolveCancelledException;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.UsageRecord;
import dev.slipway.buildkit.type.Worker;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A connection to a BuildKit daemon. It may be shared by any number of threads and builds; closing it ends all of them.
 *
 * <p>Every call throws {@link BuildkitUnavailableException} when the daemon can't be reached or goes away, and
 * {@link BuildkitException} when it answers with an error.
 */
public final class BuildkitClient implements AutoCloseable {

    private static final long CALL_SECONDS = 10;
    private static final long SLOW_CALL_SECONDS = 120;

    private final BuildkitAddress address;
    private final Connection connection;

    private BuildkitClient(BuildkitAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /** Returns at once; whether the daemon answers is seen by the first call, {@link #info()} for instance. */
    public static BuildkitClient connect(BuildkitAddress address) {
        try {
            return new BuildkitClient(address, address.open());
        } catch (IOException e) {
            throw new BuildkitException(
                    "The TLS files for the build daemon at %s can't be read: %s".formatted(address, e.getMessage()), e);
        }
    }

    /** Where the daemon is. */
    public BuildkitAddress address() {
        return address;
    }

    /** The daemon's version; also tells whether it is up. Needs BuildKit v0.11. */
    public DaemonInfo info() {
        return call(() -> Wire.info(control().info(InfoRequest.getDefaultInstance())));
    }

    /** The daemon's workers, one mostly. */
    public List<Worker> workers() {
        return call(() -> Wire.workers(control().listWorkers(ListWorkersRequest.getDefaultInstance())));
    }

    /**
     * What is on the daemon's disk.
     *
     * @param filters containerd's, {@code type==exec.cachemount} for instance; each must match
     */
    public List<UsageRecord> diskUsage(String... filters) {
        DiskUsageRequest request =
                DiskUsageRequest.newBuilder().addAllFilter(List.of(filters)).build();
        // Sizes are found out when they are asked for first.
        return call(() -> Wire.usage(ControlGrpc.newBlockingStub(connection.channel())
                .withDeadlineAfter(SLOW_CALL_SECONDS, TimeUnit.SECONDS)
                .diskUsage(request)));
    }

    /**
     * Removes from the daemon's disk what the request allows, and waits for it.
     *
     * @param removed is told each record that is gone
     */
    public void prune(PruneRequest request, Consumer<UsageRecord> removed) {
        call(() -> {
            ControlGrpc.newBlockingStub(connection.channel())
                    .prune(Wire.prune(request))
                    .forEachRemaining(record -> removed.accept(Wire.usage(record)));
            return true;
        });
    }

    /** The builds that the daemon remembers. */
    public BuildHistory history() {
        return new BuildHistory(connection);
    }

    /**
     * Starts a build.
     *
     * @param progress is given each message of the build's progress, in order, one at a time; while it works the daemon
     *     waits. After {@link Solve#await()} has returned there is none to come
     */
    public Solve start(SolveRequest request, Session session, Consumer<SolveStatus> progress) {
        return start(request, session, BuildFunction.EVALUATE, progress);
    }

    /** Starts a build that {@code function} leads, in a frontend's place. */
    public Solve start(SolveRequest request, Session session, BuildFunction function, Consumer<SolveStatus> progress) {
        return Solve.start(connection, request, session, function, progress);
    }

    /**
     * Builds and waits; an interrupt cancels the build.
     *
     * @throws SolveFailedException when the build itself failed
     * @throws SolveCancelledException when it was cancelled
     */
    public SolveResult solve(SolveRequest request, Session session, Consumer<SolveStatus> progress)
            throws InterruptedException {
        return await(start(request, session, progress));
    }

    /** Leads a build and waits; an interrupt cancels it. */
    public SolveResult solve(
            SolveRequest request, Session session, BuildFunction function, Consumer<SolveStatus> progress)
            throws InterruptedException {
        return await(start(request, session, function, progress));
    }

    /** What BuildKit's linter says about the Dockerfile; nothing is built. Needs BuildKit v0.14. */
    public LintReport lint(SolveRequest request, Session session) throws InterruptedException {
        return LintReport.parse(subrequest("frontend.lint", request, session));
    }

    /** Which arguments and secrets the request's target takes; nothing is built. */
    public Outline outline(SolveRequest request, Session session) throws InterruptedException {
        return Outline.parse(subrequest("frontend.outline", request, session));
    }

    /** The stages that a request may name as its target; nothing is built. */
    public List<Target> targets(SolveRequest request, Session session) throws InterruptedException {
        return Target.parse(subrequest("frontend.targets", request, session));
    }

    /** Ends the connection and with it every build that runs on it. */
    @Override
    public void close() {
        connection.close();
    }

    private byte[] subrequest(String id, SolveRequest request, Session session) throws InterruptedException {
        AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);
        BuildFunction ask = gateway -> {
            answer.set(gateway.ask(id));
            return GatewayResult.NOTHING;
        };
        await(start(request.asQuestion(), session, ask, status -> {}));
        return answer.get();
    }

    private static SolveResult await(Solve solve) throws InterruptedException {
        try {
            return solve.await();
        } catch (InterruptedException e) {
            solve.cancel();
            throw e;
        }
    }

    private ControlGrpc.ControlBlockingStub control() {
        return ControlGrpc.newBlockingStub(connection.channel()).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw connection.failures().ofCall(e);
        }
    }
}
