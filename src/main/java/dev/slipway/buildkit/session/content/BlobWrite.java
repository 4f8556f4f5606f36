package dev.slipway.buildkit.session.content;

import com.google.protobuf.ByteString;
import dev.slipway.buildkit.grpc.content.WriteAction;
import dev.slipway.buildkit.grpc.content.WriteContentRequest;
import dev.slipway.buildkit.grpc.content.WriteContentResponse;
import dev.slipway.oci.Digest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One blob on its way into a layout. It gets its place with the commit, if its bytes have the promised digest. */
final class BlobWrite implements StreamObserver<WriteContentRequest> {

    private final OciLayout layout;
    private final StreamObserver<WriteContentResponse> answer;
    private @Nullable Path ingest;
    private @Nullable FileChannel out;
    private MessageDigest hash = sha256();
    private long offset;
    private long total;
    private String expected = "";
    private boolean ended;

    BlobWrite(OciLayout layout, StreamObserver<WriteContentResponse> answer) {
        this.layout = layout;
        this.answer = answer;
    }

    @Override
    public void onNext(WriteContentRequest request) {
        if (ended) {
            return;
        }
        try {
            take(request);
        } catch (StatusRuntimeException e) {
            fail(e);
        } catch (IOException | RuntimeException e) {
            fail(Status.UNKNOWN.withDescription(String.valueOf(e.getMessage())).asRuntimeException());
        }
    }

    @Override
    public void onError(Throwable error) {
        drop();
    }

    @Override
    public void onCompleted() {
        if (!ended) {
            drop();
            answer.onCompleted();
        }
    }

    private void take(WriteContentRequest request) throws IOException {
        if (!request.getExpected().isEmpty()) {
            expected = request.getExpected();
            Optional<Digest> digest = Digest.tryParse(expected);
            if (digest.isPresent() && layout.contains(digest.get())) {
                throw Status.ALREADY_EXISTS
                        .withDescription("blob with expected digest %s exists".formatted(expected))
                        .asRuntimeException();
            }
        }
        total = request.getTotal() > 0 ? request.getTotal() : total;
        if (request.getAction() != WriteAction.STAT) {
            write(request);
        }
        WriteContentResponse.Builder response = WriteContentResponse.newBuilder()
                .setAction(request.getAction())
                .setOffset(offset)
                .setTotal(total);
        if (request.getAction() == WriteAction.COMMIT) {
            response.setDigest(commit().toString());
        }
        answer.onNext(response.build());
        if (request.getAction() == WriteAction.COMMIT) {
            ended = true;
            answer.onCompleted();
        }
    }

    private void write(WriteContentRequest request) throws IOException {
        FileChannel channel = open();
        if (request.getOffset() == 0 && offset > 0) {
            channel.truncate(0);
            offset = 0;
            hash = sha256();
        }
        if (request.getOffset() != offset) {
            throw Status.OUT_OF_RANGE
                    .withDescription("write @%d must occur at current offset %d".formatted(request.getOffset(), offset))
                    .asRuntimeException();
        }
        ByteString data = request.getData();
        for (ByteBuffer bytes : data.asReadOnlyByteBufferList()) {
            hash.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        offset += data.size();
    }

    private Digest commit() throws IOException {
        FileChannel channel = open();
        Digest digest = Digest.sha256(hash.digest());
        if (total > 0 && total != offset) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("%d bytes came of a blob of %d".formatted(offset, total))
                    .asRuntimeException();
        }
        if (!expected.isEmpty() && !expected.equals(digest.toString())) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("a blob promised as %s has the digest %s".formatted(expected, digest))
                    .asRuntimeException();
        }
        channel.force(true);
        channel.close();
        if (ingest != null) {
            layout.keep(ingest, digest);
        }
        return digest;
    }

    private FileChannel open() throws IOException {
        if (out == null) {
            Path file = layout.newIngest();
            ingest = file;
            out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        return out;
    }

    private void fail(StatusRuntimeException reason) {
        drop();
        answer.onError(reason);
    }

    private void drop() {
        ended = true;
        try {
            if (out != null) {
                out.close();
            }
            if (ingest != null) {
                Files.deleteIfExists(ingest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
