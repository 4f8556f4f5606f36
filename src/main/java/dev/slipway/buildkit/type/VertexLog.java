package dev.slipway.buildkit.type;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Output of a step, as its process wrote it: any number of lines or a part of one, a multi-byte character may go on in
 * the next message of the same stream, escape sequences included.
 *
 * @param bytes read-only
 */
public record VertexLog(VertexDigest vertex, Instant timestamp, LogStream stream, ByteBuffer bytes) {

    public VertexLog {
        bytes = bytes.asReadOnlyBuffer();
    }

    /** A view with a position of its own. */
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }

    /** How many bytes there are. */
    public int size() {
        return bytes.remaining();
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }
}
