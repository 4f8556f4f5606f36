package dev.slipway.buildkit.session.filesend;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.buildkit.grpc.fsutil.Packet;
import dev.slipway.buildkit.grpc.fsutil.Packet.PacketType;
import dev.slipway.buildkit.transport.FileStats;
import dev.slipway.buildkit.type.FileStat;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One transfer of a tree, the receiver's side of fsutil's protocol: a STAT for each entry and an empty one at the end; the
 * content of files comes for those that are asked for by their number, which counts every entry. A bounded number is
 * asked for at a time, so that neither side gathers the other's messages.
 */
final class TreeReceiver extends ServerCall.Listener<byte[]> {

    private static final int MESSAGES_AT_ONCE = 32;
    private static final int FILES_AT_ONCE = 64;

    private final ServerCall<byte[], byte[]> call;
    private final StagedTree tree;
    private final Consumer<Exception> onFailure;
    private final Map<Integer, StagedFile> asked = new HashMap<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int entries;
    private boolean allAnnounced;
    private boolean finSent;
    private boolean ended;

    private TreeReceiver(ServerCall<byte[], byte[]> call, StagedTree tree, Consumer<Exception> onFailure) {
        this.call = call;
        this.tree = tree;
        this.onFailure = onFailure;
    }

    static TreeReceiver start(ServerCall<byte[], byte[]> call, StagedTree tree, Consumer<Exception> onFailure) {
        call.request(MESSAGES_AT_ONCE);
        return new TreeReceiver(call, tree, onFailure);
    }

    @Override
    public void onMessage(byte[] message) {
        if (ended) {
            return;
        }
        try {
            take(packet(message));
            call.request(1);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onHalfClose() {
        if (!ended) {
            fail(new IOException("the daemon ended the transfer before it was complete"));
        }
    }

    @Override
    public void onCancel() {
        ended = true;
        closeFiles();
    }

    private void take(Packet packet) throws IOException {
        switch (packet.getType()) {
            case PACKET_STAT -> announced(packet);
            case PACKET_DATA -> data(packet.getID(), packet.getData());
            case PACKET_FIN -> finished();
            case PACKET_ERR ->
                throw new IOException(
                        "the daemon ended the transfer: " + packet.getData().toStringUtf8());
            default -> throw new IOException("unexpected packet " + packet.getType());
        }
    }

    private void announced(Packet packet) throws IOException {
        if (allAnnounced) {
            throw new IOException("an entry came after the last one");
        }
        if (packet.hasStat()) {
            int number = entries++;
            FileStat entry = FileStats.of(packet.getStat());
            if (tree.add(entry)) {
                waiting.add(new Waiting(number, entry));
            }
        } else {
            allAnnounced = true;
        }
        askForMore();
    }

    private void askForMore() throws IOException {
        while (asked.size() < FILES_AT_ONCE && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            asked.put(next.number, tree.file(next.file));
            send(Packet.newBuilder().setType(PacketType.PACKET_REQ).setID(next.number));
        }
        if (allAnnounced && asked.isEmpty() && waiting.isEmpty() && !finSent) {
            tree.complete();
            finSent = true;
            send(Packet.newBuilder().setType(PacketType.PACKET_FIN));
        }
    }

    private void data(int number, ByteString data) throws IOException {
        StagedFile file = asked.get(number);
        if (file == null) {
            throw new IOException("content came for entry %d, which was not asked for".formatted(number));
        }
        if (data.isEmpty()) {
            asked.remove(number);
            file.complete();
            askForMore();
        } else {
            file.append(data);
        }
    }

    private void finished() throws IOException {
        if (!finSent) {
            throw new IOException("the daemon ended the transfer before it was complete");
        }
        ended = true;
        call.close(Status.OK, new Metadata());
    }

    private void fail(Exception reason) {
        ended = true;
        onFailure.accept(reason);
        closeFiles();
        String text = String.valueOf(reason.getMessage());
        // The packet tells the daemon why; the status ends the call.
        send(Packet.newBuilder().setType(PacketType.PACKET_ERR).setData(ByteString.copyFromUtf8(text)));
        call.close(Status.UNKNOWN.withDescription(text), new Metadata());
    }

    private void closeFiles() {
        asked.values().forEach(StagedFile::abandon);
        asked.clear();
    }

    private void send(Packet.Builder packet) {
        call.sendMessage(packet.build().toByteArray());
    }

    private static Packet packet(byte[] message) throws IOException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
        in.enableAliasing(true);
        return Packet.parseFrom(in);
    }

    /** A file that is not asked for yet. */
    private record Waiting(int number, FileStat file) {}
}
