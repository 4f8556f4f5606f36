package dev.slipway.build.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The output of one step: its lines on the way to the events, and its bytes as they came. */
final class StepOutput {

    private static final int STREAMS = 3;

    private final Path file;
    private final Lines[] lines = new Lines[STREAMS];
    private final TailBuffer tail = new TailBuffer();
    private @Nullable OutputStream raw;

    StepOutput(Path file) {
        this.file = file;
        for (int i = 0; i < STREAMS; i++) {
            lines[i] = new Lines();
        }
    }

    Lines lines(int stream) {
        return lines[Math.clamp(stream, 1, STREAMS - 1)];
    }

    void write(byte[] bytes, int from, int length, boolean overLimit) throws IOException {
        if (overLimit) {
            tail.add(bytes, from, length);
            return;
        }
        raw().write(bytes, from, length);
    }

    void flush() throws IOException {
        if (raw != null) {
            raw.flush();
        }
    }

    /** Writes what was kept of the end, if anything was left out, and closes the file; a step that starts again opens it again. */
    void close() throws IOException {
        if (tail.leftOut() > 0) {
            String gap = "\n[Slipway: %,d bytes left out here, the log of this build has reached its limit]\n"
                    .formatted(tail.leftOut());
            raw().write(gap.getBytes(StandardCharsets.UTF_8));
        }
        byte[] kept = tail.drain();
        if (kept.length > 0) {
            raw().write(kept);
        }
        if (raw != null) {
            raw.close();
            raw = null;
        }
    }

    private OutputStream raw() throws IOException {
        if (raw == null) {
            raw = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 32 * 1024);
        }
        return raw;
    }
}
