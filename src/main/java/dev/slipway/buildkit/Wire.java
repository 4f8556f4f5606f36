package dev.slipway.buildkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.slipway.buildkit.grpc.control.DiskUsageResponse;
import dev.slipway.buildkit.grpc.control.InfoResponse;
import dev.slipway.buildkit.grpc.control.ListWorkersResponse;
import dev.slipway.buildkit.grpc.control.StatusResponse;
import dev.slipway.buildkit.grpc.pb.ProgressGroup;
import dev.slipway.buildkit.grpc.pb.Range;
import dev.slipway.buildkit.grpc.types.WorkerRecord;
import dev.slipway.buildkit.type.DaemonInfo;
import dev.slipway.buildkit.type.LogStream;
import dev.slipway.buildkit.type.PruneRequest;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.SourceRange;
import dev.slipway.buildkit.type.UsageRecord;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexStatus;
import dev.slipway.buildkit.type.VertexWarning;
import dev.slipway.buildkit.type.Worker;
import dev.slipway.oci.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The border: protobuf on one side, own values on the other. */
final class Wire {

    private Wire() {}

    static DaemonInfo info(InfoResponse response) {
        var version = response.getBuildkitVersion();
        return new DaemonInfo(version.getVersion(), version.getRevision(), version.getDockerfileVersion());
    }

    static List<Worker> workers(ListWorkersResponse response) {
        return response.getRecordList().stream().map(Wire::worker).toList();
    }

    static SolveStatus status(StatusResponse response) {
        return new SolveStatus(
                response.getVertexesList().stream().map(Wire::vertex).toList(),
                response.getStatusesList().stream().map(Wire::vertexStatus).toList(),
                response.getLogsList().stream().map(Wire::log).toList(),
                response.getWarningsList().stream().map(Wire::warning).toList());
    }

    static List<UsageRecord> usage(DiskUsageResponse response) {
        return response.getRecordList().stream().map(Wire::usage).toList();
    }

    static UsageRecord usage(dev.slipway.buildkit.grpc.control.UsageRecord record) {
        return new UsageRecord(
                record.getID(),
                record.getRecordType(),
                record.getDescription(),
                record.getMutable(),
                record.getInUse(),
                record.getShared(),
                record.getSize(),
                instant(record.getCreatedAt()),
                record.hasLastUsedAt() ? Optional.of(instant(record.getLastUsedAt())) : Optional.empty(),
                record.getUsageCount(),
                record.getParentsList());
    }

    static dev.slipway.buildkit.grpc.control.PruneRequest prune(PruneRequest request) {
        return dev.slipway.buildkit.grpc.control.PruneRequest.newBuilder()
                .addAllFilter(request.filters())
                .setAll(request.all())
                .setKeepDuration(request.keepFor().toNanos())
                .setReservedSpace(request.reservedBytes())
                .setMaxUsedSpace(request.maxUsedBytes())
                .setMinFreeSpace(request.minFreeBytes())
                .build();
    }

    private static Worker worker(WorkerRecord record) {
        return new Worker(
                record.getID(),
                record.getLabelsMap(),
                record.getPlatformsList().stream()
                        .map(p -> new Platform(p.getOS(), p.getArchitecture(), p.getVariant(), p.getOSVersion()))
                        .toList());
    }

    private static Vertex vertex(dev.slipway.buildkit.grpc.control.Vertex vertex) {
        return new Vertex(
                new VertexDigest(vertex.getDigest()),
                vertex.getInputsList().stream().map(VertexDigest::new).toList(),
                vertex.getName(),
                vertex.getCached(),
                vertex.hasStarted() ? Optional.of(instant(vertex.getStarted())) : Optional.empty(),
                vertex.hasCompleted() ? Optional.of(instant(vertex.getCompleted())) : Optional.empty(),
                Optional.of(vertex.getError()).filter(error -> !error.isEmpty()),
                vertex.hasProgressGroup() ? Optional.of(group(vertex.getProgressGroup())) : Optional.empty());
    }

    private static Vertex.ProgressGroup group(ProgressGroup group) {
        return new Vertex.ProgressGroup(group.getId(), group.getName(), group.getWeak());
    }

    private static VertexStatus vertexStatus(dev.slipway.buildkit.grpc.control.VertexStatus status) {
        return new VertexStatus(
                new VertexDigest(status.getVertex()),
                status.getID(),
                status.getName(),
                status.getCurrent(),
                status.getTotal(),
                instant(status.getTimestamp()),
                status.hasStarted() ? Optional.of(instant(status.getStarted())) : Optional.empty(),
                status.hasCompleted() ? Optional.of(instant(status.getCompleted())) : Optional.empty());
    }

    private static VertexLog log(dev.slipway.buildkit.grpc.control.VertexLog log) {
        return new VertexLog(
                new VertexDigest(log.getVertex()),
                instant(log.getTimestamp()),
                log.getStream() == LogStream.STDERR.number() ? LogStream.STDERR : LogStream.STDOUT,
                log.getMsg().asReadOnlyByteBuffer());
    }

    private static VertexWarning warning(dev.slipway.buildkit.grpc.control.VertexWarning warning) {
        return new VertexWarning(
                new VertexDigest(warning.getVertex()),
                (int) warning.getLevel(),
                warning.getShort().toStringUtf8(),
                warning.getDetailList().stream().map(ByteString::toStringUtf8).toList(),
                warning.getUrl(),
                warning.hasInfo() ? Optional.of(location(warning)) : Optional.empty());
    }

    private static SourceLocation location(dev.slipway.buildkit.grpc.control.VertexWarning warning) {
        return new SourceLocation(
                warning.getInfo().getFilename(),
                warning.getInfo().getData().toStringUtf8(),
                warning.getInfo().getLanguage(),
                warning.getRangesList().stream().map(Wire::range).toList());
    }

    private static SourceRange range(Range range) {
        return new SourceRange(range.getStart().getLine(), range.getEnd().getLine());
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
