package dev.slipway.buildkit.progress;

import dev.slipway.buildkit.type.LogStream;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes lines of text of a build's output. Messages know neither lines nor characters, so each stream of each step is
 * gathered by itself. Carriage returns within a line and escape sequences stay; what is not UTF-8 becomes U+FFFD. A line may
 * have any length: longer ones than {@value #MAX_PIECE} bytes come in pieces. Not safe for use by several threads at once.
 */
public final class LogText {

    /** Bytes that are kept of a line that goes on. */
    public static final int MAX_PIECE = 64 << 10;

    private final Map<Stream, Gathered> streams = new LinkedHashMap<>();

    /**
     * A line, or a piece of one.
     *
     * @param timestamp of the message that ended it
     * @param text without its line end, which is a line feed, perhaps after a carriage return
     * @param partial the next piece of the same stream belongs to this line, or it never ended
     */
    public record Line(VertexDigest vertex, LogStream stream, Instant timestamp, String text, boolean partial) {}

    /** Takes in a message. Returns the lines that it ended. */
    public List<Line> accept(VertexLog log) {
        Stream stream = new Stream(log.vertex(), log.stream());
        Gathered gathered = streams.computeIfAbsent(stream, key -> new Gathered());
        gathered.timestamp = log.timestamp();
        List<Line> lines = new ArrayList<>();
        byte[] bytes = log.toByteArray();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                gathered.bytes.write(bytes, start, i - start);
                start = i + 1;
                pieces(stream, gathered, lines);
                lines.add(line(stream, gathered, withoutReturn(gathered.take(gathered.bytes.size())), false));
            }
        }
        gathered.bytes.write(bytes, start, bytes.length - start);
        pieces(stream, gathered, lines);
        return lines;
    }

    /** What is left: lines that never ended. */
    public List<Line> end() {
        List<Line> lines = new ArrayList<>();
        streams.forEach((stream, gathered) -> {
            if (gathered.bytes.size() > 0) {
                lines.add(line(stream, gathered, gathered.take(gathered.bytes.size()), true));
            }
        });
        streams.clear();
        return lines;
    }

    private record Stream(VertexDigest vertex, LogStream stream) {}

    /** What there is of a line. */
    private static final class Gathered {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Instant timestamp = Instant.MIN;

        byte[] take(int count) {
            byte[] all = bytes.toByteArray();
            bytes.reset();
            bytes.write(all, count, all.length - count);
            return Arrays.copyOf(all, count);
        }
    }

    private static void pieces(Stream stream, Gathered gathered, List<Line> lines) {
        if (gathered.bytes.size() <= MAX_PIECE) {
            return;
        }
        byte[] all = gathered.take(gathered.bytes.size());
        int from = 0;
        while (all.length - from > MAX_PIECE) {
            int to = startOfCharacter(all, from + MAX_PIECE);
            lines.add(line(stream, gathered, Arrays.copyOfRange(all, from, to), true));
            from = to;
        }
        gathered.bytes.write(all, from, all.length - from);
    }

    /** Goes back to where a character begins; in bytes that are not UTF-8 it stays. */
    private static int startOfCharacter(byte[] bytes, int position) {
        int start = position;
        while (position - start < 4 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        return position - start < 4 ? start : position;
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean returns = line.length > 0 && line[line.length - 1] == '\r';
        return returns ? Arrays.copyOf(line, line.length - 1) : line;
    }

    private static Line line(Stream stream, Gathered gathered, byte[] bytes, boolean partial) {
        return new Line(
                stream.vertex(),
                stream.stream(),
                gathered.timestamp,
                new String(bytes, StandardCharsets.UTF_8),
                partial);
    }
}
