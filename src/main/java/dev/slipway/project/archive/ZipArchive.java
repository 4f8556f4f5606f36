package dev.slipway.project.archive;

import dev.slipway.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads a zip by the directory at its end, as unzip does; a zip read as a stream can show different files. */
final class ZipArchive {

    /** What names are in when nothing says otherwise (APPNOTE 6.3.10, appendix D). */
    private static final Charset DOS = Charset.forName("IBM437");

    private ZipArchive() {}

    static void read(InputStream upload, ArchiveLimits limits, Path spool, ArchiveVisitor visitor) throws IOException {
        Path copy = Files.createTempFile(spool, "upload", ".zip");
        try {
            copy(upload, copy);
            int count = ZipCensus.take(copy, limits.entries());
            try (ZipFile zip = open(copy)) {
                if (Collections.list(zip.getEntries()).size() != count) {
                    throw Corrupt.archive(new IOException("two readers count entries differently"));
                }
                Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
                while (entries.hasMoreElements()) {
                    visit(zip, entries.nextElement(), limits, visitor);
                }
            }
        } finally {
            Files.delete(copy);
        }
    }

    private static void copy(InputStream upload, Path copy) throws IOException {
        try (var out = Files.newOutputStream(copy, StandardOpenOption.WRITE)) {
            upload.transferTo(out);
        }
    }

    private static ZipFile open(Path copy) {
        try {
            return ZipFile.builder()
                    .setPath(copy)
                    .setCharset(StandardCharsets.UTF_8)
                    .setUseUnicodeExtraFields(true)
                    .get();
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        }
    }

    private static void visit(ZipFile zip, ZipArchiveEntry entry, ArchiveLimits limits, ArchiveVisitor visitor)
            throws IOException {
        String name = nameOf(entry);
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw Corrupt.encrypted(name);
        }
        if (!zip.canReadEntryData(entry)) {
            throw Refusal.of(
                    Refusal.Kind.UNSUPPORTED_TYPE,
                    "unknown-compression",
                    "\"%s\" is compressed by method %d, which can't be read. Use deflate."
                            .formatted(Corrupt.shown(name), entry.getMethod()));
        }
        ArchiveEntry.Type type = typeOf(entry, name);
        int mode = entry.getUnixMode() & 07777;
        switch (type) {
            case FOLDER, SPECIAL, HARD_LINK ->
                visitor.visit(new ArchiveEntry(name, type, mode, 0, ""), new ByteArrayInputStream(new byte[0]));
            case LINK -> {
                String target = target(zip, entry, name, limits);
                visitor.visit(new ArchiveEntry(name, type, mode, 0, target), new ByteArrayInputStream(new byte[0]));
            }
            case FILE -> {
                try (InputStream data = data(zip, entry)) {
                    EntryStream content = new EntryStream(name, data, entry.getSize(), entry.getCrc());
                    visitor.visit(new ArchiveEntry(name, type, mode, entry.getSize(), ""), content);
                    content.finish();
                }
            }
        }
    }

    private static String target(ZipFile zip, ZipArchiveEntry entry, String name, ArchiveLimits limits)
            throws IOException {
        if (entry.getSize() > limits.targetBytes()) {
            throw Refusal.of(
                    Refusal.Kind.INVALID,
                    "link-too-long",
                    "The link \"%s\" has a target longer than %d bytes."
                            .formatted(Corrupt.shown(name), limits.targetBytes()));
        }
        try (InputStream data = data(zip, entry)) {
            byte[] target = new EntryStream(name, data, entry.getSize(), entry.getCrc()).readAllBytes();
            return utf8(target).orElse("\ufffd");
        }
    }

    private static InputStream data(ZipFile zip, ZipArchiveEntry entry) {
        try {
            return zip.getInputStream(entry);
        } catch (IOException | RuntimeException e) {
            throw Corrupt.archive(e);
        }
    }

    private static ArchiveEntry.Type typeOf(ZipArchiveEntry entry, String name) {
        int kind = entry.getUnixMode() & UnixStat.FILE_TYPE_FLAG;
        if (kind == UnixStat.LINK_FLAG) {
            return ArchiveEntry.Type.LINK;
        }
        if (kind == UnixStat.DIR_FLAG || name.endsWith("/")) {
            return ArchiveEntry.Type.FOLDER;
        }
        return kind == UnixStat.FILE_FLAG || kind == 0 ? ArchiveEntry.Type.FILE : ArchiveEntry.Type.SPECIAL;
    }

    /** UTF-8 when the zip says so, or when the bytes are: many programs write it without saying. */
    private static String nameOf(ZipArchiveEntry entry) {
        byte[] raw = entry.getRawName();
        if (raw == null) {
            return entry.getName();
        }
        // The parser has taken a name from the Unicode extra field already, if its checksum fits.
        String name = entry.getNameSource() == ZipArchiveEntry.NameSource.UNICODE_EXTRA_FIELD
                ? entry.getName()
                : utf8(raw)
                        .orElseGet(() ->
                                entry.getGeneralPurposeBit().usesUTF8ForNames() ? "\ufffd" : new String(raw, DOS));
        // Windows programs of old wrote backslashes, against the specification (4.4.17.1).
        boolean fromWindows = entry.getPlatform() == ZipArchiveEntry.PLATFORM_FAT && name.indexOf('/') < 0;
        return fromWindows ? name.replace('\\', '/') : name;
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
