package dev.slipway.buildkit.session.filesync;

import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SourceEntry;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** A few files that are nowhere but in memory, an unsaved Dockerfile for instance. */
public final class MemorySource implements LocalSource {

    private static final int FILE_MODE = 0644;
    private static final int DIRECTORY_MODE = 0755;

    private final Map<String, byte[]> files;

    private MemorySource(Map<String, byte[]> files) {
        this.files = Map.copyOf(files);
    }

    /** @param files content by path, {@code src/main.c} */
    public static MemorySource of(Map<String, byte[]> files) {
        return new MemorySource(files);
    }

    /** One file. */
    public static MemorySource of(String path, String text) {
        return new MemorySource(Map.of(path, text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public List<SourceEntry> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        Map<String, SourceEntry> entries = new HashMap<>();
        files.forEach((path, content) -> {
            if (path.startsWith(prefix)) {
                int slash = path.indexOf('/', prefix.length());
                String child = slash < 0 ? path : path.substring(0, slash);
                entries.put(child, slash < 0 ? file(path, content) : SourceEntry.directory(child, DIRECTORY_MODE, 0));
            }
        });
        return new ArrayList<>(entries.values());
    }

    @Override
    public InputStream open(SourceEntry file) throws IOException {
        byte[] content = files.get(file.path());
        if (content == null) {
            throw new FileNotFoundException(file.path());
        }
        return new ByteArrayInputStream(content);
    }

    private static SourceEntry file(String path, byte[] content) {
        // There is no time of change. One that follows the content has the daemon ask for what did change.
        CRC32 crc = new CRC32();
        crc.update(content);
        return SourceEntry.file(path, FILE_MODE, content.length, crc.getValue());
    }
}
