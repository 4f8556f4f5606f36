package dev.slipway.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small projects as tar archives; they build FROM scratch with a static busybox, so that no registry is needed. */
final class SampleProject {

    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    static SampleProject withBusybox(String dockerfile) throws IOException {
        SampleProject project = new SampleProject();
        project.files.put("busybox", Files.readAllBytes(BUSYBOX));
        project.files.put("Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8));
        return project;
    }

    byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setMode(file.getKey().equals("busybox") ? 0100755 : 0100644);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
