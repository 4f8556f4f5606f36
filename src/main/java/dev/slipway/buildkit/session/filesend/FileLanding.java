package dev.slipway.buildkit.session.filesend;

import dev.slipway.buildkit.type.ExportTarget;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Writes an archive to a hidden file beside the wanted one, and renames it in the end. */
final class FileLanding implements Landing {

    private final Path target;
    private final Path staged;
    private final Allowance allowance;
    private volatile boolean complete;

    private FileLanding(Path target, Path staged, Allowance allowance) {
        this.target = target;
        this.staged = staged;
        this.allowance = allowance;
    }

    static FileLanding open(ExportTarget.File file) throws IOException {
        Path target = file.path().toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new FileAlreadyExistsException(target + " is a folder");
        }
        Path staged = Staging.beside(target);
        return new FileLanding(target, staged, new Allowance(file.limits()));
    }

    @Override
    public ServerCall.Listener<byte[]> receive(
            ServerCall<byte[], byte[]> call, Metadata headers, Consumer<Exception> onFailure) throws IOException {
        return BytesReceiver.start(call, new Synced(staged), allowance, () -> complete = true, onFailure);
    }

    @Override
    public void commit() throws IOException {
        if (!complete) {
            throw new IOException("the daemon sent nothing for " + target);
        }
        Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void discard() {
        Staging.delete(staged);
    }

    /** A file that is on the disk once it is closed. It is new: a second transfer would be a fault of the daemon's. */
    private static final class Synced extends BufferedOutputStream {

        private static final int BUFFER_BYTES = 1 << 18;

        private final FileChannel channel;

        Synced(Path file) throws IOException {
            this(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }

        private Synced(FileChannel channel) {
            OutputStream out = Channels.newOutputStream(channel);
            super(out, BUFFER_BYTES);
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                try (channel) {
                    flush();
                    channel.force(true);
                }
            }
        }
    }
}
