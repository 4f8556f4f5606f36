package dev.slipway.buildkit;

import com.google.protobuf.Timestamp;
import dev.slipway.buildkit.grpc.control.BuildHistoryEvent;
import dev.slipway.buildkit.grpc.control.BuildHistoryRecord;
import dev.slipway.buildkit.grpc.control.BuildHistoryRequest;
import dev.slipway.buildkit.grpc.control.BuildResultInfo;
import dev.slipway.buildkit.type.BuildRecord;
import dev.slipway.buildkit.type.BuildRecord.Results;
import dev.slipway.buildkit.type.BuildRecord.Steps;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.HistoryEvent;
import dev.slipway.buildkit.type.HistoryQuery;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the history. */
final class HistoryWire {

    private HistoryWire() {}

    static BuildHistoryRequest request(HistoryQuery query, boolean follow) {
        return BuildHistoryRequest.newBuilder()
                .setActiveOnly(query.activeOnly())
                .setRef(query.ref())
                .addAllFilter(query.filters())
                .setLimit(query.limit())
                .setEarlyExit(!follow)
                .build();
    }

    static HistoryEvent event(BuildHistoryEvent event) {
        HistoryEvent.Kind kind = switch (event.getType()) {
            case COMPLETE -> HistoryEvent.Kind.COMPLETE;
            case DELETED -> HistoryEvent.Kind.DELETED;
            case STARTED, UNRECOGNIZED -> HistoryEvent.Kind.STARTED;
        };
        return new HistoryEvent(kind, record(event.getRecord()));
    }

    static BuildRecord record(BuildHistoryRecord record) {
        Map<String, Results> results = new HashMap<>();
        if (record.hasResult()) {
            results.put("", results(record.getResult()));
        }
        record.getResultsMap().forEach((platform, result) -> results.put(platform, results(result)));
        return new BuildRecord(
                record.getRef(),
                record.getFrontend(),
                record.getFrontendAttrsMap(),
                record.getExportersList().stream()
                        .map(exporter -> new Exporter(exporter.getType(), exporter.getAttrsMap(), Optional.empty()))
                        .toList(),
                record.hasError() ? Optional.of(record.getError().getMessage()) : Optional.empty(),
                instant(record.getCreatedAt()),
                record.hasCompletedAt() ? Optional.of(instant(record.getCompletedAt())) : Optional.empty(),
                record.hasLogs() ? descriptor(record.getLogs()) : Optional.empty(),
                record.hasTrace() ? descriptor(record.getTrace()) : Optional.empty(),
                results,
                record.getExporterResponseMap(),
                record.getPinned(),
                new Steps(
                        record.getNumTotalSteps(),
                        record.getNumCompletedSteps(),
                        record.getNumCachedSteps(),
                        record.getNumWarnings()));
    }

    private static Results results(BuildResultInfo info) {
        return new Results(
                info.getResultsMap().values().stream()
                        .flatMap(descriptor -> descriptor(descriptor).stream())
                        .toList(),
                info.getAttestationsList().stream()
                        .flatMap(descriptor -> descriptor(descriptor).stream())
                        .toList());
    }

    private static Optional<Descriptor> descriptor(dev.slipway.buildkit.grpc.control.Descriptor descriptor) {
        return Digest.tryParse(descriptor.getDigest())
                .map(digest -> new Descriptor(
                        descriptor.getMediaType(),
                        digest,
                        Math.max(0, descriptor.getSize()),
                        Optional.empty(),
                        descriptor.getAnnotationsMap(),
                        Optional.empty()));
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
