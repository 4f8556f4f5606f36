package dev.slipway.buildkit;

import dev.slipway.buildkit.grpc.content.ContentGrpc;
import dev.slipway.buildkit.grpc.content.ReadContentRequest;
import dev.slipway.buildkit.grpc.content.ReadContentResponse;
import dev.slipway.buildkit.grpc.control.BuildHistoryEvent;
import dev.slipway.buildkit.grpc.control.BuildHistoryRecord;
import dev.slipway.buildkit.grpc.control.ControlGrpc;
import dev.slipway.buildkit.grpc.control.StatusRequest;
import dev.slipway.buildkit.grpc.control.StatusResponse;
import dev.slipway.buildkit.grpc.control.UpdateBuildHistoryRequest;
import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.type.BuildRecord;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.HistoryEvent;
import dev.slipway.buildkit.type.HistoryQuery;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.oci.Digest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The builds that a daemon remembers, 50 of them for two days unless it is told otherwise. Needs BuildKit v0.11. */
public final class BuildHistory {

    private static final long CALL_SECONDS = 60;

    private final Connection connection;

    BuildHistory(Connection connection) {
        this.connection = connection;
    }

    /** The builds as they are now; of several with limits and filters the newest. */
    public List<BuildRecord> list(HistoryQuery query) {
        List<BuildRecord> builds = new ArrayList<>();
        each(
                () -> blocking().listenBuildHistory(HistoryWire.request(query, false)),
                event -> builds.add(HistoryWire.event(event).build()));
        return List.copyOf(builds);
    }

    /** One build, running or complete. */
    public Optional<BuildRecord> find(String ref) {
        try {
            return list(HistoryQuery.of(ref)).stream().findFirst();
        } catch (BuildkitException e) {
            if (isUnknown(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Tells the builds as they are now, and then what happens to them, until the thread is interrupted or
     * {@code listener} throws.
     */
    public void follow(HistoryQuery query, Consumer<HistoryEvent> listener) throws InterruptedException {
        try {
            each(
                    () -> ControlGrpc.newBlockingStub(connection.channel())
                            .listenBuildHistory(HistoryWire.request(query, true)),
                    (BuildHistoryEvent event) -> listener.accept(HistoryWire.event(event)));
        } catch (BuildkitException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupt = new InterruptedException();
                interrupt.initCause(e);
                throw interrupt;
            }
            throw e;
        }
    }

    /** Tells a build's progress from its start; of a build that runs, until its end. */
    public void replay(String ref, Consumer<SolveStatus> progress) {
        StatusRequest request = StatusRequest.newBuilder().setRef(ref).build();
        each(
                () -> ControlGrpc.newBlockingStub(connection.channel()).status(request),
                (StatusResponse status) -> progress.accept(Wire.status(status)));
    }

    /** Keeps a record whatever its age, or no longer. */
    public void pin(String ref, boolean pinned) {
        update(UpdateBuildHistoryRequest.newBuilder().setRef(ref).setPinned(pinned));
    }

    /** Forgets a build. */
    public void delete(String ref) {
        update(UpdateBuildHistoryRequest.newBuilder().setRef(ref).setDelete(true));
    }

    /** Stores a build's trace now. Needs BuildKit v0.15. */
    public void completeTrace(String ref) {
        update(UpdateBuildHistoryRequest.newBuilder().setRef(ref).setFinalize(true));
    }

    /** Writes a blob that a record names: logs, trace, an attestation, an image's manifest. */
    public void copy(Digest blob, OutputStream out) throws IOException {
        ReadContentRequest request =
                ReadContentRequest.newBuilder().setDigest(blob.toString()).build();
        try {
            Iterator<ReadContentResponse> chunks =
                    ContentGrpc.newBlockingStub(connection.channel()).read(request);
            while (chunks.hasNext()) {
                chunks.next().getData().writeTo(out);
            }
        } catch (StatusRuntimeException e) {
            throw connection.failures().ofCall(e);
        }
    }

    /**
     * Writes complete builds as an archive that {@link BuildArchive} and buildx's tools read ({@code .dockerbuild}): records, logs,
     * attestations, and the manifests of what they made. Credentials of caches and traces are left out.
     *
     * @throws BuildkitException when the daemon knows one of them no longer
     */
    public void export(List<String> refs, OutputStream out) throws IOException {
        List<BuildHistoryRecord> records = new ArrayList<>();
        for (String ref : refs) {
            each(
                    () -> blocking().listenBuildHistory(HistoryWire.request(HistoryQuery.of(ref), false)),
                    event -> records.add(event.getRecord()));
        }
        HistoryExport.write(records, this::copy, out);
    }

    private static boolean isUnknown(BuildkitException e) {
        // A build that has just been deleted is told without a status of its own.
        return e.getCause() instanceof StatusRuntimeException status
                && (status.getStatus().getCode() == Status.Code.NOT_FOUND
                        || String.valueOf(status.getStatus().getDescription()).contains("is deleted"));
    }

    private void update(UpdateBuildHistoryRequest.Builder request) {
        try {
            var _ = blocking().updateBuildHistory(request.build());
        } catch (StatusRuntimeException e) {
            throw connection.failures().ofCall(e);
        }
    }

    private <T> void each(Supplier<Iterator<T>> call, Consumer<T> listener) {
        Context.CancellableContext context = Context.current().withCancellation();
        Context former = context.attach();
        try {
            call.get().forEachRemaining(listener);
        } catch (StatusRuntimeException e) {
            throw connection.failures().ofCall(e);
        } finally {
            context.detach(former);
            context.cancel(null);
        }
    }

    private ControlGrpc.ControlBlockingStub blocking() {
        return ControlGrpc.newBlockingStub(connection.channel()).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }
}
