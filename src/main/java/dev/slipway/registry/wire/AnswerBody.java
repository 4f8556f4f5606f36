package dev.slipway.registry.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/** The bytes after the head, to their end; then, or when it is closed, the connection goes back or is closed. */
final class AnswerBody extends InputStream {

    /** What is read on at a close, so that the connection can be used again. */
    private static final int WORTH_DRAINING = 64 << 10;

    private static final int MAX_CHUNK_DIGITS = 15;

    private final WireConnection connection;
    private final InputStream in;
    private final Framing framing;
    private final boolean reusable;

    /** Bytes left, of the body or of its present chunk. */
    private long left;

    private boolean firstChunk = true;
    private boolean ended;

    enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    AnswerBody(WireConnection connection, InputStream in, Framing framing, long length, boolean reusable) {
        this.connection = connection;
        this.in = in;
        this.framing = framing;
        this.left = length;
        this.reusable = reusable && framing != Framing.UNTIL_CLOSE;
        if (framing == Framing.LENGTH && length == 0) {
            end();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        if (framing == Framing.CHUNKED && left == 0 && !nextChunk()) {
            end();
            return -1;
        }
        int wanted = framing == Framing.UNTIL_CLOSE ? length : (int) Math.min(length, left);
        int count = in.read(target, offset, wanted);
        if (count < 0) {
            if (framing != Framing.UNTIL_CLOSE) {
                connection.close();
                throw new IOException("the connection broke in the middle of an answer");
            }
            end();
            return -1;
        }
        left -= count;
        if (framing == Framing.LENGTH && left == 0) {
            end();
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        try {
            if (reusable && (framing == Framing.CHUNKED || left <= WORTH_DRAINING)) {
                skip(WORTH_DRAINING);
            }
        } catch (IOException e) {
            // Then it can't be used again; that is all.
            left = 0;
        }
        if (!ended) {
            ended = true;
            connection.close();
        }
    }

    private boolean nextChunk() throws IOException {
        if (!firstChunk && !AnswerHead.line(in).isEmpty()) {
            throw new IOException("a chunk of the answer does not end where it said");
        }
        firstChunk = false;
        String size = AnswerHead.line(in);
        int semicolon = size.indexOf(';');
        String digits = (semicolon < 0 ? size : size.substring(0, semicolon)).strip();
        if (digits.isEmpty()
                || digits.length() > MAX_CHUNK_DIGITS
                || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IOException("a chunk of the answer has no size");
        }
        left = HexFormat.fromHexDigitsToLong(digits);
        if (left > 0) {
            return true;
        }
        int trailers = 0;
        while (!AnswerHead.line(in).isEmpty()) {
            if (++trailers > 100) {
                throw new IOException("the answer's end has more than 100 lines");
            }
        }
        return false;
    }

    private void end() {
        ended = true;
        if (reusable) {
            connection.giveBack();
        } else {
            connection.close();
        }
    }
}
