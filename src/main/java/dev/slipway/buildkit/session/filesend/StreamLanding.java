package dev.slipway.buildkit.session.filesend;

import dev.slipway.buildkit.type.ExportTarget;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Passes an archive on as it comes. */
final class StreamLanding implements Landing {

    private static final String EXPORTER_METADATA = "exporter-md-";

    private final ExportTarget.Stream target;
    private final Allowance allowance;

    StreamLanding(ExportTarget.Stream target) {
        this.target = target;
        this.allowance = new Allowance(target.limits());
    }

    @Override
    public ServerCall.Listener<byte[]> receive(
            ServerCall<byte[], byte[]> call, Metadata headers, Consumer<Exception> onFailure) throws IOException {
        return BytesReceiver.start(call, target.sink().open(metadata(headers)), allowance, () -> {}, onFailure);
    }

    @Override
    public void commit() {
        // The stream has been closed with its last byte.
    }

    @Override
    public void discard() {
        // What a stream got is its owner's.
    }

    private static Map<String, String> metadata(Metadata headers) {
        Map<String, String> metadata = new HashMap<>();
        for (String name : headers.keys()) {
            if (name.startsWith(EXPORTER_METADATA)) {
                String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                metadata.put(name.substring(EXPORTER_METADATA.length()), String.valueOf(value));
            }
        }
        return metadata;
    }
}
