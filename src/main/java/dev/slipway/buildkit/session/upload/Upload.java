package dev.slipway.buildkit.session.upload;

import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.buildkit.grpc.upload.BytesMessage;
import dev.slipway.buildkit.grpc.upload.UploadGrpc;
import dev.slipway.buildkit.session.Attachable;
import dev.slipway.buildkit.session.Outflow;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A tar, compressed or not, or a Dockerfile alone, as the build context: {@code request.context(upload.address())}. It is
 * sent whole with each build, and its {@code .dockerignore} has no effect; {@code filesync} is the better way for a
 * folder. It can be pulled once.
 */
public final class Upload implements Attachable {

    private static final String HOST = "buildkit-session";
    private static final int CHUNK_BYTES = 256 << 10;
    private static final Metadata.Key<String> PATH = Metadata.Key.of("urlpath", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> PATH_OF_CALL = Context.key("path");

    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final AtomicReference<@Nullable Content> content;

    private Upload(Content content) {
        this.content = new AtomicReference<>(content);
    }

    /** An archive, or a lone Dockerfile, that is read when the daemon asks for it. */
    public static Upload of(Content content) {
        return new Upload(content);
    }

    /** What the frontend's attribute {@code context} takes. */
    public String address() {
        return "http://" + HOST + "/" + id;
    }

    @Override
    public ServerServiceDefinition service() {
        return ServerInterceptors.intercept(new Service().bindService(), new PathToContext());
    }

    /** What is uploaded. */
    @FunctionalInterface
    public interface Content {

        /** The daemon's reading decides how fast it is read; it is closed in the end. */
        InputStream open() throws IOException;
    }

    private final class Service extends UploadGrpc.UploadImplBase {

        @Override
        public StreamObserver<BytesMessage> pull(StreamObserver<BytesMessage> answer) {
            String path = PATH_OF_CALL.get();
            Content once = ("/" + id).equals(path) ? content.getAndSet(null) : null;
            Outflow.start(answer, "buildkit-upload", outflow -> {
                if (once == null) {
                    throw Status.NOT_FOUND
                            .withDescription("there is no upload " + path)
                            .asRuntimeException();
                }
                send(once, outflow);
            });
            return new Silence();
        }

        private void send(Content once, Outflow<BytesMessage> outflow) throws IOException, InterruptedException {
            try (InputStream in = once.open()) {
                byte[] chunk = in.readNBytes(CHUNK_BYTES);
                while (chunk.length > 0) {
                    outflow.send(BytesMessage.newBuilder()
                            .setData(UnsafeByteOperations.unsafeWrap(chunk))
                            .build());
                    chunk = in.readNBytes(CHUNK_BYTES);
                }
            }
        }
    }

    /** The daemon says nothing on this stream. */
    private static final class Silence implements StreamObserver<BytesMessage> {

        @Override
        public void onNext(BytesMessage message) {
            // Nothing is expected, so nothing is done with it.
        }

        @Override
        public void onError(Throwable error) {
            // The outflow hears of it too.
        }

        @Override
        public void onCompleted() {
            // The end of the upload is the outflow's.
        }
    }

    private static final class PathToContext implements ServerInterceptor {

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            Context context = Context.current().withValue(PATH_OF_CALL, String.valueOf(headers.get(PATH)));
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
