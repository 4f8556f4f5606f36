package dev.slipway.buildkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.slipway.buildkit.grpc.control.BuildHistoryRecord;
import dev.slipway.buildkit.grpc.control.StatusResponse;
import dev.slipway.buildkit.type.BuildRecord;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Build records in a file, written by {@link BuildHistory#export} or by buildx ({@code .dockerbuild}). A daemon can't be given
 * a record; this reads it without one. The archive is unpacked to a temporary folder, which goes with {@link #close}.
 */
public final class BuildArchive implements AutoCloseable {

    /** Largest content of an archive, in bytes. */
    public static final long MAX_BYTES = 4L << 30;

    private static final int BLOCK = 512;
    private static final int MAX_JSON_BYTES = 16 << 20;
    private static final int MAX_DEPTH = 8;
    private static final Pattern BLOB = Pattern.compile("blobs/sha256/(?<hex>[0-9a-f]{64})");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final List<BuildRecord> records;

    private BuildArchive(Path folder, List<BuildRecord> records) {
        this.folder = folder;
        this.records = List.copyOf(records);
    }

    /**
     * Reads an archive.
     *
     * @throws IOException when it is none, is larger than {@link #MAX_BYTES}, or a blob is not what its digest says
     */
    public static BuildArchive open(Path file) throws IOException {
        Path folder = Files.createTempDirectory("buildarchive");
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            unpack(in, folder);
            List<BuildRecord> records = new ArrayList<>();
            collect(folder, json(folder.resolve("index.json")), records, 0);
            return new BuildArchive(folder, records);
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw new IOException("%s is no archive of builds: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }

    /** The builds, in the archive's order. */
    public List<BuildRecord> records() {
        return records;
    }

    /** Tells a build's progress from its start to its end; nothing when the archive has no log of it. */
    public void replay(BuildRecord build, Consumer<SolveStatus> progress) throws IOException {
        if (build.logs().isEmpty()) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                Files.newInputStream(blob(folder, build.logs().get().digest()))))) {
            while (true) {
                int length;
                try {
                    length = Integer.reverseBytes(in.readInt());
                } catch (EOFException e) {
                    return;
                }
                if (length < 0 || length > in.available() + MAX_JSON_BYTES) {
                    throw new IOException("the log of build %s is damaged".formatted(build.ref()));
                }
                progress.accept(status(in.readNBytes(length)));
            }
        }
    }

    /** Writes a blob that a record names: logs, an attestation, an image's manifest. */
    public void copy(Digest blob, OutputStream out) throws IOException {
        Files.copy(blob(folder, blob), out);
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private static SolveStatus status(byte[] message) throws InvalidProtocolBufferException {
        return Wire.status(StatusResponse.parseFrom(message));
    }

    private static void unpack(InputStream in, Path folder) throws IOException {
        long left = MAX_BYTES;
        byte[] header = in.readNBytes(BLOCK);
        while (header.length == BLOCK && header[0] != 0) {
            String name = text(header, 0, 100);
            long size = Long.parseLong(text(header, 124, 12).strip(), 8);
            left -= size;
            if (left < 0 || size < 0) {
                throw new IOException("it holds more than %d bytes".formatted(MAX_BYTES));
            }
            Matcher blob = BLOB.matcher(name);
            if (blob.matches()) {
                Path file = blob(folder, Digest.parse("sha256:" + blob.group("hex")));
                Files.createDirectories(file.getParent());
                checked(in, size, file, blob.group("hex"));
            } else if (name.equals("index.json")) {
                Files.write(folder.resolve(name), in.readNBytes((int) Math.min(size, MAX_JSON_BYTES)));
            } else {
                in.skipNBytes(size);
            }
            in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            header = in.readNBytes(BLOCK);
        }
    }

    private static void checked(InputStream in, long size, Path file, String hex) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            DigestInputStream digesting = new DigestInputStream(in, sha256);
            byte[] buffer = new byte[64 << 10];
            for (long left = size; left > 0; ) {
                int read = digesting.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("it ends too early");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
            if (!HexFormat.of().formatHex(sha256.digest()).equals(hex)) {
                throw new IOException("blob %s is not what its digest says".formatted(hex));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows SHA-256", e);
        }
    }

    /** An entry is a record's manifest, or an index of more. */
    private static void collect(Path folder, JsonNode index, List<BuildRecord> records, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("its indexes are nested too deep");
        }
        for (JsonNode entry : index.path("manifests")) {
            JsonNode content =
                    json(blob(folder, Digest.parse(entry.path("digest").asString(""))));
            if (content.has("manifests")) {
                collect(folder, content, records, depth + 1);
            } else if (content.path("config").path("mediaType").asString("").equals(HistoryExport.RECORD)) {
                String config = content.path("config").path("digest").asString("");
                BuildHistoryRecord.Builder record = BuildHistoryRecord.newBuilder();
                GoJson.read(json(blob(folder, Digest.parse(config))), record);
                records.add(withPresent(folder, HistoryWire.record(record.build())));
            }
        }
    }

    /** A log that is named but not there is none. */
    private static BuildRecord withPresent(Path folder, BuildRecord record) {
        boolean hasLogs = record.logs()
                .map(Descriptor::digest)
                .map(digest -> blob(folder, digest))
                .filter(Files::exists)
                .isPresent();
        return hasLogs ? record : record.withoutLogs();
    }

    private static JsonNode json(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) > MAX_JSON_BYTES) {
            throw new IOException("a description is missing or too large");
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new IOException("a description is no JSON", e);
        }
    }

    private static Path blob(Path folder, Digest digest) {
        return folder.resolve(digest.algorithm()).resolve(digest.hex());
    }

    private static String text(byte[] header, int at, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = at; i < at + length && header[i] != 0; i++) {
            text.append((char) header[i]);
        }
        return text.toString();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
