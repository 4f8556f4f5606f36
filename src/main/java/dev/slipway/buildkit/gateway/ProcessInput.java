package dev.slipway.buildkit.gateway;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;

/** A process's input as a stream. Each write is sent at once. */
final class ProcessInput extends OutputStream {

    private static final int CHUNK_BYTES = 32 << 10;

    private final Sender sender;
    private boolean closed;

    ProcessInput(Sender sender) {
        this.sender = sender;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the process's input is closed");
        }
        int end = offset + length;
        for (int next = offset; next < end; next += CHUNK_BYTES) {
            sender.send(ByteString.copyFrom(bytes, next, Math.min(CHUNK_BYTES, end - next)), false);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            sender.send(ByteString.EMPTY, true);
        }
    }

    /** Sends a piece. */
    @FunctionalInterface
    interface Sender {
        void send(ByteString data, boolean end) throws IOException;
    }
}
