package dev.slipway.buildkit.session.filesync;

import dev.slipway.buildkit.grpc.filesync.FileSyncGrpc;
import dev.slipway.buildkit.grpc.fsutil.Packet;
import dev.slipway.buildkit.session.Attachable;
import dev.slipway.buildkit.type.LocalSource;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends local sources to the daemon, and of them only what it asks for. A name that was not given here is refused: it is
 * never taken for a path.
 */
public final class FileSync implements Attachable {

    private static final Metadata.Key<String> NAME = Metadata.Key.of("dir-name", Metadata.ASCII_STRING_MARSHALLER);

    private final Map<String, LocalSource> sources;

    private FileSync(Map<String, LocalSource> sources) {
        this.sources = Map.copyOf(sources);
    }

    /** Sources by the names that the daemon asks for. */
    public static FileSync of(Map<String, LocalSource> sources) {
        return new FileSync(sources);
    }

    /** One source that is the build context and holds the Dockerfile. */
    public static FileSync of(LocalSource contextAndDockerfile) {
        return new FileSync(Map.of("context", contextAndDockerfile, "dockerfile", contextAndDockerfile));
    }

    /** A copy with one source more. */
    public FileSync with(String name, LocalSource source) {
        Map<String, LocalSource> more = new HashMap<>(sources);
        more.put(name, source);
        return new FileSync(more);
    }

    @Override
    public ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(FileSyncGrpc.SERVICE_NAME)
                .addMethod(FileSyncGrpc.getDiffCopyMethod(), this::diffCopy)
                .build();
    }

    private ServerCall.Listener<Packet> diffCopy(ServerCall<Packet, Packet> call, Metadata headers) {
        Optional<LocalSource> source =
                Optional.ofNullable(headers.get(NAME)).flatMap(name -> Optional.ofNullable(sources.get(name)));
        if (source.isEmpty()) {
            call.close(
                    Status.NOT_FOUND.withDescription("no access allowed to dir \"" + headers.get(NAME) + "\""),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return DiffCopy.start(call, source.get(), PathSelection.of(headers));
    }
}
