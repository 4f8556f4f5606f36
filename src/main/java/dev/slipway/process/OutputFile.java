package dev.slipway.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a process on disk: at most {@value #MAX_BYTES} bytes in the file and as many in its predecessor
 * ({@code .1}), whatever the process says.
 */
final class OutputFile {

    static final long MAX_BYTES = 4L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(OutputFile.class);
    private static final int BUFFER = 16 * 1024;

    private final Path file;

    OutputFile(Path file) {
        this.file = file;
    }

    /** Copies until the process closes its side. A full disk ends the copy on disk, never the reading: a full pipe stops the process. */
    void drain(InputStream output) {
        byte[] buffer = new byte[BUFFER];
        try (output) {
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                append(buffer, n);
            }
        } catch (IOException e) {
            LOG.debug("Output of {} ended", file.getFileName(), e);
        }
    }

    private void append(byte[] bytes, int length) {
        try {
            rotateBefore(length);
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            LOG.debug("Can't keep the output of {}", file.getFileName(), e);
        }
    }

    private void rotateBefore(int length) throws IOException {
        if (Files.exists(file) && Files.size(file) + length > MAX_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The last lines, for a message; at most {@code maxBytes}. */
    String tail(int maxBytes) {
        try {
            if (!Files.exists(file)) {
                return "";
            }
            byte[] all = Files.readAllBytes(file);
            int from = Math.max(0, all.length - maxBytes);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
