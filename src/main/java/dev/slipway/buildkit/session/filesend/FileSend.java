package dev.slipway.buildkit.session.filesend;

import dev.slipway.buildkit.grpc.filesync.FileSendGrpc;
import dev.slipway.buildkit.session.Attachable;
import dev.slipway.buildkit.type.ExportTarget;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Receives one build's exports. Each exporter has its own target, under its position in the request. What arrives is
 * staged next to the target; {@link #commit()} moves it there, {@link #close()} without a commit throws it away.
 *
 * <p>The protocol has one call for two kinds of messages: trees come as fsutil packets, all else as plain bytes. Which
 * it is follows from the target, so messages are taken off the wire as they are.
 */
public final class FileSend implements Attachable, AutoCloseable {

    private static final Metadata.Key<String> EXPORTER =
            Metadata.Key.of("buildkit-attachable-exporter-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final MethodDescriptor<byte[], byte[]> DIFF_COPY = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(FileSendGrpc.getDiffCopyMethod().getFullMethodName())
            .setRequestMarshaller(new Raw())
            .setResponseMarshaller(new Raw())
            .build();

    private final Map<Integer, Landing> landings;
    private final Gate gate = new Gate();
    private final AtomicReference<Optional<Exception>> failure = new AtomicReference<>(Optional.empty());

    private FileSend(Map<Integer, Landing> landings) {
        this.landings = landings;
    }

    /**
     * Makes room for what will come.
     *
     * @param targets by the exporter's position in the request
     * @throws IOException when a target can't be written to, or holds something that must not be lost
     */
    public static FileSend open(Map<Integer, ExportTarget> targets) throws IOException {
        Map<Integer, Landing> landings = new LinkedHashMap<>();
        FileSend send = new FileSend(landings);
        try {
            for (Map.Entry<Integer, ExportTarget> target : targets.entrySet()) {
                landings.put(target.getKey(), landing(target.getValue()));
            }
            return send;
        } catch (IOException | RuntimeException e) {
            send.close();
            throw e;
        }
    }

    @Override
    public ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(FileSendGrpc.SERVICE_NAME)
                .addMethod(DIFF_COPY, this::diffCopy)
                .build();
    }

    /** Puts everything in its place, exporter by exporter. */
    public void commit() throws IOException {
        for (Landing landing : landings.values()) {
            landing.commit();
        }
    }

    /** Why an export was refused on this side, when one was. */
    public Optional<Exception> failure() {
        return failure.get();
    }

    /** Throws away what was not committed. */
    @Override
    public void close() {
        gate.shut();
        landings.values().forEach(Landing::discard);
    }

    private ServerCall.Listener<byte[]> diffCopy(ServerCall<byte[], byte[]> call, Metadata headers) {
        String exporter = headers.get(EXPORTER);
        Landing landing = landings.get(exporter == null ? 0 : number(exporter));
        if (landing == null) {
            call.close(Status.NOT_FOUND.withDescription("nobody waits for exporter " + exporter), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        call.sendHeaders(new Metadata());
        try {
            return gate.guard(landing.receive(call, headers, this::failed));
        } catch (IOException | RuntimeException e) {
            failed(e);
            call.close(Status.UNKNOWN.withDescription(String.valueOf(e.getMessage())), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private void failed(Exception reason) {
        failure.compareAndSet(Optional.empty(), Optional.of(reason));
    }

    private static Landing landing(ExportTarget target) throws IOException {
        return switch (target) {
            case ExportTarget.Folder folder -> FolderLanding.open(folder);
            case ExportTarget.File file -> FileLanding.open(file);
            case ExportTarget.Stream stream -> new StreamLanding(stream);
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Takes a message as its bytes. */
    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
