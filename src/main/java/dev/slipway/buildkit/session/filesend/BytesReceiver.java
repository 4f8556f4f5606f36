package dev.slipway.buildkit.session.filesend;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.buildkit.grpc.filesync.BytesMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Writes a transfer of plain bytes to a stream. The daemon waits for the answer, which comes when all is written. */
final class BytesReceiver extends ServerCall.Listener<byte[]> {

    private static final int MESSAGES_AT_ONCE = 2;

    private final ServerCall<byte[], byte[]> call;
    private final OutputStream out;
    private final Allowance allowance;
    private final Runnable onComplete;
    private final Consumer<Exception> onFailure;
    private boolean ended;

    private BytesReceiver(
            ServerCall<byte[], byte[]> call,
            OutputStream out,
            Allowance allowance,
            Runnable onComplete,
            Consumer<Exception> onFailure) {
        this.call = call;
        this.out = out;
        this.allowance = allowance;
        this.onComplete = onComplete;
        this.onFailure = onFailure;
    }

    /** @param onComplete is told when the last byte is written and {@code out} is closed */
    static BytesReceiver start(
            ServerCall<byte[], byte[]> call,
            OutputStream out,
            Allowance allowance,
            Runnable onComplete,
            Consumer<Exception> onFailure) {
        call.request(MESSAGES_AT_ONCE);
        return new BytesReceiver(call, out, allowance, onComplete, onFailure);
    }

    @Override
    public void onMessage(byte[] message) {
        if (ended) {
            return;
        }
        try {
            ByteString data = data(message);
            allowance.takeBytes(data.size());
            data.writeTo(out);
            call.request(1);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onHalfClose() {
        if (ended) {
            return;
        }
        try {
            out.close();
            ended = true;
            onComplete.run();
            call.close(Status.OK, new Metadata());
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onCancel() {
        if (!ended) {
            ended = true;
            closeQuietly();
        }
    }

    private void fail(Exception reason) {
        ended = true;
        onFailure.accept(reason);
        closeQuietly();
        call.close(Status.UNKNOWN.withDescription(String.valueOf(reason.getMessage())), new Metadata());
    }

    private void closeQuietly() {
        try {
            out.close();
        } catch (IOException e) {
            // The transfer has failed already; what was written is thrown away.
            onFailure.accept(e);
        }
    }

    private static ByteString data(byte[] message) throws IOException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
        in.enableAliasing(true);
        return BytesMessage.parseFrom(in).getData();
    }
}
