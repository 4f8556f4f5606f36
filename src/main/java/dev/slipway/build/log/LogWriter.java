package dev.slipway.build.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to a build's log. Readers see an event within the store's beat, or sooner when many come. A disk that takes
 * nothing more ends the log, never the build. Threads may share it.
 */
public final class LogWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** The parts of the event that there are most of. */
    private static final byte[] LINE = ascii("{\"type\":\"log\",\"at\":");

    private static final byte[] STEP = ascii(",\"step\":");
    private static final byte[] STREAM = ascii(",\"stream\":");
    private static final byte[] TEXT = ascii(",\"text\":\"");
    private static final byte[] TEXT_END = ascii("\"}\n");
    private static final byte[] PARTIAL_END = ascii("\",\"partial\":true}\n");
    private static final byte[] END = ascii("}\n");

    private static final int FLUSH_BYTES = 128 * 1024;
    private static final long PARTIAL_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final LogStore store;
    private final LogFiles files;
    private final LogLimits limits;
    private final LiveLog live;
    private final FileChannel file;
    private final EventBuffer out = new EventBuffer();
    private final Map<Integer, StepOutput> outputs = new HashMap<>();

    /** Lines past the limit, the latest ones: they are written at the end. */
    private final Deque<byte[]> tail = new ArrayDeque<>();

    private int tailBytes;
    private long leftOut;
    private boolean overLimit;
    private long rawBytes;
    private long written;
    private boolean closed;
    private boolean broken;
    private int eventStart;
    private byte[] scratch = new byte[0];

    private LogWriter(LogStore store, LogFiles files, LogLimits limits, LiveLog live, FileChannel file) {
        this.store = store;
        this.files = files;
        this.limits = limits;
        this.live = live;
        this.file = file;
        this.written = live.bytes();
    }

    /** Opens a log to go on with it: what a killed writer left half written at its end is cut off. */
    static LogWriter open(LogStore store, LogFiles files, LogLimits limits) throws IOException {
        Files.createDirectories(files.folder());
        FileChannel file = FileChannel.open(
                files.events(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        EventIndex index = EventIndex.scan(file);
        file.truncate(index.bytes());
        return new LogWriter(store, files, limits, new LiveLog(index), file);
    }

    LiveLog live() {
        return live;
    }

    /**
     * A step began or changed.
     *
     * @param state {@code started}, {@code cached}, {@code done}, {@code failed} or {@code cancelled}
     * @param line of the Dockerfile, 0 for none
     */
    public synchronized void step(
            Instant at, int step, String name, String state, long ms, int line, @Nullable String error) {
        if (!state.equals("started")) {
            endOutput(at, step);
        }
        begin("step", at).ascii(",\"step\":").number(step).ascii(",\"name\":").string(name);
        out.ascii(",\"state\":").string(state).ascii(",\"ms\":").number(ms);
        if (line > 0) {
            out.ascii(",\"line\":").number(line);
        }
        if (error != null) {
            out.ascii(",\"error\":").string(error);
        }
        commit();
    }

    /** A part of a step moves bytes; {@code total} is 0 when it is not known. */
    public synchronized void progress(Instant at, int step, String id, long current, long total) {
        begin("progress", at).ascii(",\"step\":").number(step).ascii(",\"id\":").string(id);
        out.ascii(",\"current\":").number(current).ascii(",\"total\":").number(total);
        commit();
    }

    /** A warning; {@code fields} is the inside of a JSON object, made by a JSON library. */
    public synchronized void warning(Instant at, String fields) {
        begin("warning", at);
        if (!fields.isEmpty()) {
            out.ascii(",").raw(fields.getBytes(StandardCharsets.UTF_8));
        }
        commit();
    }

    /** What a step printed: any bytes. */
    public synchronized void output(Instant at, int step, int stream, ByteBuffer chunk) {
        int length = chunk.remaining();
        if (closed || length == 0) {
            return;
        }
        if (scratch.length < length) {
            scratch = new byte[Math.max(64 * 1024, length)];
        }
        chunk.duplicate().get(scratch, 0, length);
        StepOutput output = outputs.computeIfAbsent(step, number -> new StepOutput(files.step(number)));
        keepRaw(output, length);
        output.lines(stream).add(scratch, 0, length, System.nanoTime(), lines(at, step, stream));
    }

    /** The last event; closes the log for good. */
    public synchronized void end(Instant at, String status) {
        if (closed) {
            return;
        }
        outputs.keySet().stream().sorted().toList().forEach(step -> endOutput(at, step));
        writeTail(at);
        begin("build", at).ascii(",\"status\":").string(status);
        commit();
        close(true);
    }

    /** Leaves the log without its last event, for whoever finds out what became of the build. */
    @Override
    public synchronized void close() {
        close(false);
    }

    /** What the store's beat does: hands over what has gathered. */
    synchronized void beat() {
        if (closed) {
            return;
        }
        long before = System.nanoTime() - PARTIAL_AFTER_NANOS;
        Instant now = Instant.now();
        outputs.forEach((step, output) -> {
            for (int stream = 1; stream <= 2; stream++) {
                Lines lines = output.lines(stream);
                if (lines.isWaitingSince(before)) {
                    lines.flush(lines(now, step, stream));
                }
            }
        });
        flush();
    }

    /** Makes events of lines that were printed at once: what they have in common is written once, and copied. */
    private Lines.Sink lines(Instant at, int step, int stream) {
        int start = out.length();
        out.raw(LINE)
                .instant(at)
                .raw(STEP)
                .number(step)
                .raw(STREAM)
                .number(stream)
                .raw(TEXT);
        byte[] head = out.copy(start);
        out.truncate(start);
        return (bytes, from, to, partial) -> line(at, head, bytes, from, to, partial);
    }

    private void line(Instant at, byte[] head, byte[] bytes, int from, int to, boolean partial) {
        if (!overLimit && written + out.length() + rawBytes > limits.bytes()) {
            overLimit = true;
            limitWarning(
                    at,
                    "The log of this build has reached its limit of %,d bytes. What the steps print from here on is left out, except for the last lines."
                            .formatted(limits.bytes()));
        }
        eventStart = out.length();
        out.raw(head).text(bytes, from, to).raw(partial ? PARTIAL_END : TEXT_END);
        if (overLimit) {
            toTail(out.copy(eventStart));
            out.truncate(eventStart);
        } else {
            count();
        }
    }

    private void limitWarning(Instant at, String sentence) {
        begin("warning", at)
                .ascii(",\"rule\":\"LogLimit\",\"description\":\"\",\"url\":\"\",\"detail\":")
                .string(sentence)
                .ascii(",\"ranges\":[]");
        commit();
    }

    private void toTail(byte[] event) {
        tail.addLast(event);
        tailBytes += event.length;
        while (tailBytes > LogLimits.TAIL_BYTES && tail.size() > 1) {
            tailBytes -= tail.removeFirst().length;
            leftOut++;
        }
    }

    private void writeTail(Instant at) {
        if (leftOut > 0) {
            limitWarning(
                    at,
                    "%,d lines were left out here: the log had reached its limit of %,d bytes."
                            .formatted(leftOut, limits.bytes()));
        }
        for (byte[] event : tail) {
            live.index().event(written + out.length());
            out.raw(event);
        }
        tail.clear();
    }

    private void keepRaw(StepOutput output, int length) {
        if (broken) {
            return;
        }
        try {
            output.write(scratch, 0, length, overLimit || written + rawBytes + length > limits.bytes());
            rawBytes += length;
        } catch (IOException e) {
            broken(e);
        }
    }

    private void endOutput(Instant at, int step) {
        StepOutput output = outputs.remove(step);
        if (output == null) {
            return;
        }
        for (int stream = 1; stream <= 2; stream++) {
            output.lines(stream).end(lines(at, step, stream));
        }
        try {
            output.close();
        } catch (IOException e) {
            broken(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private EventBuffer begin(String type, Instant at) {
        eventStart = out.length();
        return out.ascii("{\"type\":\"").ascii(type).ascii("\",\"at\":").instant(at);
    }

    private void commit() {
        out.raw(END);
        count();
    }

    /** The event is whole. */
    private void count() {
        live.index().event(written + eventStart);
        if (out.length() >= FLUSH_BYTES) {
            flush();
        }
    }

    private void flush() {
        if (out.length() == 0 || broken) {
            out.clear();
            return;
        }
        try {
            for (StepOutput output : outputs.values()) {
                output.flush();
            }
            ByteBuffer content = out.content();
            while (content.hasRemaining()) {
                file.write(content, written + content.position());
            }
            written += out.length();
            out.clear();
            live.index().end(written);
            live.grow(written);
        } catch (IOException e) {
            broken(e);
        }
    }

    private void broken(IOException e) {
        if (!broken) {
            broken = true;
            LOG.error("The log in {} can't be written on: {}", files.folder().getFileName(), e.getMessage());
        }
    }

    private void close(boolean complete) {
        if (closed) {
            return;
        }
        flush();
        closed = true;
        try {
            for (StepOutput output : outputs.values()) {
                output.close();
            }
            file.force(true);
            if (complete && !broken) {
                live.index().save(files.index());
            }
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            live.close();
            store.closed(this);
        }
    }
}
