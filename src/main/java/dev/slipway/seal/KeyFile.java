package dev.slipway.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The file of the keys, one a line, readable by Slipway's own user only. The last one seals; those before it open what they
 * once sealed, so a key is changed by adding a line. Lines that begin with # are remarks.
 */
record KeyFile(Path path) {

    private static final String REMARK = """
            # The keys of Slipway's sealed secrets. Keep a copy apart from the database's backup: without this file the stored
            # registry passwords and build secrets can't be read again, by anybody.
            """;

    /** The keys, oldest first; none when there is no file. */
    List<SealKey> read() {
        List<SealKey> keys = new ArrayList<>();
        try {
            if (!Files.exists(path)) {
                return List.of();
            }
            for (String line : Files.readAllLines(path)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(SealKey.parse(line)
                            .orElseThrow(() -> new IllegalStateException(
                                    "The key file %s has a line that is no key; put the file back from the backup"
                                            .formatted(path))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't read its key file " + path, e);
        }
        return keys;
    }

    /** Makes the file with a first key; does nothing when somebody else was faster. An existing file is never written to. */
    void create() {
        Path fresh = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".new");
        byte[] text = (REMARK + SealKey.random().line() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            // A link, unlike a move, leaves a file alone that is there already.
            Files.createLink(path, fresh);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't make its key file " + path, e);
        } finally {
            fresh.toFile().delete();
        }
    }
}
