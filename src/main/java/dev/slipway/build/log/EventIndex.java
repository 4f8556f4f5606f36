package dev.slipway.build.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Where in the file every {@value #STRIDE}th event begins. On disk: number of events, number of bytes, then the positions,
 * each eight bytes.
 */
final class EventIndex {

    static final int STRIDE = 512;

    private long[] positions = new long[64];
    private int size;
    private long events;
    private long bytes;

    /** The next event begins at {@code position}. */
    synchronized void event(long position) {
        if (events % STRIDE == 0) {
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, size * 2);
            }
            positions[size++] = position;
        }
        events++;
    }

    synchronized void end(long position) {
        bytes = position;
    }

    synchronized long events() {
        return events;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Where to begin reading for an event: a position and how many events to skip from there. */
    synchronized Start startOf(long event) {
        long wanted = Math.min(event, events);
        int slot = (int) Math.min(wanted / STRIDE, size - 1L);
        return slot < 0 ? new Start(0, wanted) : new Start(positions[slot], wanted - (long) slot * STRIDE);
    }

    record Start(long position, long skip) {}

    synchronized void save(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8 * (size + 2));
        buffer.putLong(events).putLong(bytes);
        for (int i = 0; i < size; i++) {
            buffer.putLong(positions[i]);
        }
        buffer.flip();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static EventIndex load(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file));
        EventIndex index = new EventIndex();
        index.events = buffer.getLong();
        index.bytes = buffer.getLong();
        index.size = buffer.remaining() / 8;
        index.positions = new long[Math.max(1, index.size)];
        for (int i = 0; i < index.size; i++) {
            index.positions[i] = buffer.getLong();
        }
        return index;
    }

    /** Reads a file that has none, up to its last whole event. */
    static EventIndex scan(FileChannel file) throws IOException {
        EventIndex index = new EventIndex();
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        long position = 0;
        long lineStart = 0;
        while (file.read(buffer.clear(), position) > 0) {
            buffer.flip();
            for (int i = 0; i < buffer.limit(); i++) {
                if (buffer.get(i) == '\n') {
                    index.event(lineStart);
                    lineStart = position + i + 1;
                }
            }
            position += buffer.limit();
        }
        index.end(lineStart);
        return index;
    }
}
