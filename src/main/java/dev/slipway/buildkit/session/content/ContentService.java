package dev.slipway.buildkit.session.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.slipway.buildkit.grpc.content.AbortRequest;
import dev.slipway.buildkit.grpc.content.ContentGrpc;
import dev.slipway.buildkit.grpc.content.Info;
import dev.slipway.buildkit.grpc.content.InfoRequest;
import dev.slipway.buildkit.grpc.content.InfoResponse;
import dev.slipway.buildkit.grpc.content.ListStatusesRequest;
import dev.slipway.buildkit.grpc.content.ListStatusesResponse;
import dev.slipway.buildkit.grpc.content.ReadContentRequest;
import dev.slipway.buildkit.grpc.content.ReadContentResponse;
import dev.slipway.buildkit.grpc.content.StatusRequest;
import dev.slipway.buildkit.grpc.content.StatusResponse;
import dev.slipway.buildkit.grpc.content.UpdateRequest;
import dev.slipway.buildkit.grpc.content.UpdateResponse;
import dev.slipway.buildkit.grpc.content.WriteContentRequest;
import dev.slipway.buildkit.grpc.content.WriteContentResponse;
import dev.slipway.buildkit.session.Outflow;
import dev.slipway.oci.Digest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * containerd's content service over a layout. Labels, which containerd hangs on blobs, have no place in a layout and are
 * not kept; a write that broke off starts anew.
 */
final class ContentService extends ContentGrpc.ContentImplBase {

    private static final int CHUNK_BYTES = 1 << 20;

    private final Supplier<OciLayout> layoutOfCall;

    ContentService(Supplier<OciLayout> layoutOfCall) {
        this.layoutOfCall = layoutOfCall;
    }

    @Override
    public void info(InfoRequest request, StreamObserver<InfoResponse> answer) {
        info(
                request.getDigest(),
                answer,
                info -> InfoResponse.newBuilder().setInfo(info).build());
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<UpdateResponse> answer) {
        info(
                request.getInfo().getDigest(),
                answer,
                info -> UpdateResponse.newBuilder().setInfo(info).build());
    }

    @Override
    public void read(ReadContentRequest request, StreamObserver<ReadContentResponse> answer) {
        OciLayout layout = layoutOfCall.get();
        Outflow.start(answer, "buildkit-content", outflow -> read(layout, request, outflow));
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
        answer.onError(notFound(request.getRef()));
    }

    @Override
    public void listStatuses(ListStatusesRequest request, StreamObserver<ListStatusesResponse> answer) {
        answer.onNext(ListStatusesResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public StreamObserver<WriteContentRequest> write(StreamObserver<WriteContentResponse> answer) {
        return new BlobWrite(layoutOfCall.get(), answer);
    }

    @Override
    public void abort(AbortRequest request, StreamObserver<Empty> answer) {
        // A broken write has left nothing behind.
        answer.onNext(Empty.getDefaultInstance());
        answer.onCompleted();
    }

    private <T> void info(String text, StreamObserver<T> answer, Function<Info, T> response) {
        Optional<Digest> digest = Digest.tryParse(text);
        OciLayout layout = layoutOfCall.get();
        if (digest.isEmpty() || !layout.contains(digest.get())) {
            answer.onError(notFound(text));
            return;
        }
        try {
            answer.onNext(response.apply(Info.newBuilder()
                    .setDigest(text)
                    .setSize(layout.size(digest.get()))
                    .build()));
            answer.onCompleted();
        } catch (IOException e) {
            answer.onError(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
        }
    }

    private static void read(OciLayout layout, ReadContentRequest request, Outflow<ReadContentResponse> outflow)
            throws IOException, InterruptedException {
        Digest digest = Digest.tryParse(request.getDigest()).orElseThrow(() -> notFound(request.getDigest()));
        try (FileChannel blob = layout.read(digest)) {
            long end = request.getSize() > 0
                    ? Math.min(blob.size(), request.getOffset() + request.getSize())
                    : blob.size();
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            long offset = request.getOffset();
            while (offset < end) {
                chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - offset));
                int count = blob.read(chunk, offset);
                if (count < 0) {
                    throw new IOException(request.getDigest() + " became shorter while it was read");
                }
                outflow.send(ReadContentResponse.newBuilder()
                        .setOffset(offset)
                        .setData(ByteString.copyFrom(chunk.flip()))
                        .build());
                offset += count;
            }
        } catch (NoSuchFileException e) {
            throw notFound(request.getDigest());
        }
    }

    private static StatusRuntimeException notFound(String what) {
        return Status.NOT_FOUND
                .withDescription("content " + what + ": not found")
                .asRuntimeException();
    }
}
