package dev.slipway.buildkit.session.filesend;

import com.google.protobuf.ByteString;
import dev.slipway.buildkit.type.FileStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file whose content is on its way. */
final class StagedFile {

    private final Path path;
    private final FileStat entry;
    private final Allowance allowance;
    private final FileChannel channel;

    private StagedFile(Path path, FileStat entry, Allowance allowance, FileChannel channel) {
        this.path = path;
        this.entry = entry;
        this.allowance = allowance;
        this.channel = channel;
    }

    static StagedFile open(Path path, FileStat entry, Allowance allowance) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return new StagedFile(path, entry, allowance, channel);
    }

    void append(ByteString data) throws IOException {
        allowance.takeBytes(data.size());
        for (ByteBuffer buffer : data.asReadOnlyByteBufferList()) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    void complete() throws IOException {
        channel.close();
        StagedTree.setAttributes(path, entry);
    }

    /** Lets go of it, as it will be thrown away. */
    void abandon() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
