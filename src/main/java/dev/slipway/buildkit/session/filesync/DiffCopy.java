package dev.slipway.buildkit.session.filesync;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.buildkit.grpc.fsutil.Packet;
import dev.slipway.buildkit.grpc.fsutil.Packet.PacketType;
import dev.slipway.buildkit.grpc.fsutil.Stat;
import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SourceEntry;
import dev.slipway.buildkit.type.SourceEntry.Kind;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One transfer of a source, the sender's side of fsutil's protocol: a STAT for each entry and an empty one at the end,
 * then DATA for the entries that the daemon asks for by their number; it asks while the walk still goes on. Memory holds
 * the numbers and names of files not asked for yet, and one chunk for each file on its way.
 */
final class DiffCopy extends ServerCall.Listener<Packet> {

    private static final int FILES_AT_ONCE = 4;
    private static final int CHUNK_BYTES = 128 << 10;
    private static final int READY_BYTES = 1 << 20;
    private static final int REQUESTS_AT_ONCE = 256;
    private static final Packet END_OF_STATS = Packet.getDefaultInstance();
    private static final Packet END = packet(PacketType.PACKET_FIN).build();

    private final ServerCall<Packet, Packet> call;
    private final LocalSource source;
    private final PathSelection selection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private final Map<Integer, SourceEntry> offered = new HashMap<>();
    private final Queue<Requested> requested = new ArrayDeque<>();
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
    private int senders;
    private boolean ended;

    private DiffCopy(ServerCall<Packet, Packet> call, LocalSource source, PathSelection selection) {
        this.call = call;
        this.source = source;
        this.selection = selection;
    }

    static DiffCopy start(ServerCall<Packet, Packet> call, LocalSource source, PathSelection selection) {
        DiffCopy transfer = new DiffCopy(call, source, selection);
        call.setOnReadyThreshold(READY_BYTES);
        call.sendHeaders(new Metadata());
        call.request(REQUESTS_AT_ONCE);
        transfer.start("buildkit-walk", transfer::walk);
        return transfer;
    }

    @Override
    public void onReady() {
        locked(ready::signalAll);
    }

    @Override
    public void onMessage(Packet packet) {
        switch (packet.getType()) {
            case PACKET_REQ -> guarded(() -> queue(packet.getID()));
            case PACKET_FIN -> guarded(this::finish);
            case PACKET_ERR ->
                fail("the daemon ended the transfer: " + packet.getData().toStringUtf8());
            default -> fail("unexpected packet " + packet.getType());
        }
        call.request(1);
    }

    @Override
    public void onCancel() {
        locked(this::end);
    }

    private void walk() throws IOException, InterruptedException {
        Numbers numbers = new Numbers();
        SourceWalk.walk(source, selection, entry -> offer(numbers.next(), entry));
        send(END_OF_STATS);
    }

    private void offer(int number, SourceEntry entry) throws InterruptedException {
        if (entry.kind() == Kind.FILE) {
            locked(() -> offered.put(number, entry));
        }
        send(packet(PacketType.PACKET_STAT).setStat(stat(entry)).build());
    }

    private void queue(int number) {
        locked(() -> {
            SourceEntry file = offered.remove(number);
            if (file == null) {
                throw new IllegalArgumentException("no file has the number " + number);
            }
            requested.add(new Requested(number, file));
            if (senders < FILES_AT_ONCE) {
                senders++;
                start("buildkit-file", this::sendFiles);
            }
        });
    }

    private void sendFiles() throws IOException, InterruptedException {
        Optional<Requested> next = nextRequested();
        while (next.isPresent()) {
            sendFile(next.get());
            next = nextRequested();
        }
    }

    private Optional<Requested> nextRequested() {
        lock.lock();
        try {
            Optional<Requested> next = ended ? Optional.empty() : Optional.ofNullable(requested.poll());
            if (next.isEmpty()) {
                senders--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void sendFile(Requested file) throws IOException, InterruptedException {
        int chunkBytes = Math.clamp(file.entry.size() + 1, 1, CHUNK_BYTES);
        try (InputStream content = source.open(file.entry)) {
            byte[] chunk = content.readNBytes(chunkBytes);
            while (chunk.length > 0) {
                send(data(file.number)
                        .setData(UnsafeByteOperations.unsafeWrap(chunk))
                        .build());
                chunk = chunk.length < chunkBytes ? new byte[0] : content.readNBytes(CHUNK_BYTES);
            }
        }
        send(data(file.number).build());
    }

    private void finish() throws InterruptedException {
        send(END);
        locked(() -> close(Status.OK));
    }

    /** Waits until the connection takes more. */
    private void send(Packet packet) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !call.isReady()) {
                ready.await();
            }
            if (!ended) {
                call.sendMessage(packet);
            }
        } finally {
            lock.unlock();
        }
    }

    private void start(String name, Work work) {
        Thread worker = Thread.ofVirtual().name(name).unstarted(() -> {
            guarded(work);
            workers.remove(Thread.currentThread());
        });
        workers.add(worker);
        worker.start();
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
    }

    private void fail(String reason) {
        locked(() -> {
            if (!ended) {
                // The packet tells why; a status alone would reach the person as a broken stream.
                call.sendMessage(packet(PacketType.PACKET_ERR)
                        .setData(ByteString.copyFromUtf8(reason))
                        .build());
                close(Status.UNKNOWN.withDescription(reason));
            }
        });
    }

    private void close(Status status) {
        if (!ended) {
            end();
            call.close(status, new Metadata());
        }
    }

    private void end() {
        ended = true;
        offered.clear();
        requested.clear();
        ready.signalAll();
        // A source may have nothing to say for a long time.
        workers.stream()
                .filter(worker -> !worker.equals(Thread.currentThread()))
                .forEach(Thread::interrupt);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private static Packet.Builder data(int number) {
        return packet(PacketType.PACKET_DATA).setID(number);
    }

    private static Packet.Builder packet(PacketType type) {
        return Packet.newBuilder().setType(type);
    }

    private static Stat stat(SourceEntry entry) {
        return Stat.newBuilder()
                .setPath(entry.path())
                .setMode(GoFileMode.of(entry))
                .setSize(entry.size())
                .setModTime(entry.modifiedNanos())
                .setLinkname(entry.target())
                .build();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private record Requested(int number, SourceEntry entry) {}

    /** Counts every entry that was announced, from 0. */
    private static final class Numbers {

        private int next;

        int next() {
            return next++;
        }
    }
}
