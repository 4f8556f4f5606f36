package dev.slipway.buildkit.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A Dockerfile with its context, in one text: options of the build ({@code target=x}), then files under headings
 * {@code -- path --}. A heading may say more: {@code path -> target} is a link, {@code path/} a folder, {@code path 0600} has
 * that mode; {@code crlf}, {@code bom} and {@code tar} tell how the content is written.
 *
 * @param options by their names: {@code target}, {@code filename}, {@code build-arg:…} and other attributes of the frontend;
 *     {@code secret.ID}; {@code context.NAME}, a folder of the context; {@code generate.…}, what is too large to be kept
 */
record CorpusCase(String name, Map<String, String> options, List<Entry> entries) {

    private static final Path FOLDER = Path.of("src/test/resources/dev/slipway/buildkit/corpus");

    /** Before the epoch that images are given, so that it shows in them whether times arrive. */
    private static final Instant MODIFIED = Instant.ofEpochSecond(946_684_800, 123_456_789);

    CorpusCase {
        options = Map.copyOf(options);
        entries = List.copyOf(entries);
    }

    /** @param heading the words between the dashes */
    record Entry(String heading, String content) {

        String path() {
            return heading.split(" -> | (?=crlf$|bom$|tar$|[0-7]{4}$)", -1)[0];
        }

        Optional<String> word() {
            String rest = heading.substring(path().length()).strip();
            return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
        }
    }

    static List<CorpusCase> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<CorpusCase> cases = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                cases.add(parse(file.getFileName().toString().replace(".txt", ""), Files.readString(file)));
            }
            return cases;
        }
    }

    boolean fails() {
        return name.startsWith("fails-") || name.equals("ignored-copy-source") || name.equals("link-out-of-context");
    }

    /** Attributes of the frontend. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        options.forEach((option, value) -> {
            if (!option.contains(".")) {
                attributes.put(option, value);
            }
        });
        return attributes;
    }

    /** The options of a kind, {@code secret} for instance, by what follows the kind and a dot. */
    Map<String, String> options(String kind) {
        Map<String, String> found = new LinkedHashMap<>();
        options.forEach((option, value) -> {
            if (option.startsWith(kind + ".")) {
                found.put(option.substring(kind.length() + 1), value);
            }
        });
        return found;
    }

    /** The Dockerfile, when it is a plain text named so. */
    Optional<String> dockerfile() {
        return entries.stream()
                .filter(entry -> entry.heading().equals("Dockerfile"))
                .map(Entry::content)
                .findFirst();
    }

    /** Makes the files, with times that are the same each time. */
    void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Entry entry : entries) {
            write(folder, entry);
        }
        generate(folder);
        setTimes(folder);
    }

    @Override
    public String toString() {
        return name;
    }

    private static CorpusCase parse(String name, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        String heading = null;
        StringBuilder content = new StringBuilder();
        for (String line : text.split("(?<=\n)", -1)) {
            String bare = line.stripTrailing();
            if (bare.startsWith("-- ") && bare.endsWith(" --")) {
                if (heading != null) {
                    entries.add(new Entry(heading, content.toString()));
                }
                heading = bare.substring(3, bare.length() - 3);
                content.setLength(0);
            } else if (heading != null) {
                content.append(line);
            } else if (!bare.isEmpty()) {
                options.put(bare.substring(0, bare.indexOf('=')), bare.substring(bare.indexOf('=') + 1));
            }
        }
        if (heading != null) {
            entries.add(new Entry(heading, content.toString()));
        }
        return new CorpusCase(name, options, entries);
    }

    private static void write(Path folder, Entry entry) throws IOException {
        Path file = folder.resolve(entry.path());
        Files.createDirectories(file.getParent());
        String word = entry.word().orElse("");
        if (word.startsWith("-> ")) {
            Files.createSymbolicLink(file, Path.of(word.substring(3)));
            return;
        }
        if (entry.path().endsWith("/")) {
            Files.createDirectories(file);
        } else {
            Files.write(file, content(entry, word));
        }
        if (word.matches("[0-7]{4}")) {
            Files.setAttribute(file, "unix:mode", Integer.parseInt(word, 8));
        }
    }

    private static byte[] content(Entry entry, String word) throws IOException {
        return switch (word) {
            case "crlf" -> entry.content().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            case "bom" -> ("\uFEFF" + entry.content()).getBytes(StandardCharsets.UTF_8);
            case "tar" -> tar(entry.content());
            default -> entry.content().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] tar(String lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String line : lines.lines().toList()) {
                byte[] content = line.substring(line.indexOf('=') + 1).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(line.substring(0, line.indexOf('=')));
                entry.setSize(content.length);
                entry.setModTime(FileTime.from(Instant.ofEpochSecond(946_684_800)));
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void generate(Path folder) throws IOException {
        Map<String, String> wanted = options("generate");
        int files = Integer.parseInt(wanted.getOrDefault("files", "0"));
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve("files/d%d/f%d.txt".formatted(i % 50, i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "file " + i + "\n");
        }
        if (wanted.containsKey("long")) {
            Files.writeString(folder.resolve("long.txt"), "x".repeat(1_000_000));
        }
        if (wanted.containsKey("comments")) {
            String comments = "# filler that makes the error large\n".repeat(Integer.parseInt(wanted.get("comments")));
            Files.writeString(
                    folder.resolve("Dockerfile"), comments + dockerfile().orElse(""));
        }
    }

    private static void setTimes(Path folder) throws IOException {
        FileTime time = FileTime.from(MODIFIED);
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(time, null, null);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
                Files.setLastModifiedTime(directory, time);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
