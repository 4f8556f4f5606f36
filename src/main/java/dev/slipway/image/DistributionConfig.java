package dev.slipway.image;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * One start of Distribution: where it listens and what it is told. Nobody but the edge knows the prefix, and without it every
 * path answers 404, so other users of the machine find a closed door on its port.
 *
 * @param prefix 128 random bits in hex
 */
record DistributionConfig(Path folder, int port, String prefix) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    private static final int PREFIX_BYTES = 16;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static DistributionConfig onPort(Path folder, int port) {
        return new DistributionConfig(folder, port, random(PREFIX_BYTES));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port + "/" + prefix);
    }

    static Path storage(Path folder) {
        return folder.resolve("storage");
    }

    static Path file(Path folder) {
        return folder.resolve("config.yml");
    }

    /** Writes the file for {@code registry serve}, readable by its owner only. */
    Path write() throws IOException {
        Path file = file(folder);
        replace(file, yaml(secret()));
        return file;
    }

    private String yaml(String secret) {
        // Plain JSON strings are YAML too, and a path may hold anything.
        return """
                version: 0.1
                log:
                  level: warn
                  accesslog:
                    disabled: true
                storage:
                  filesystem:
                    rootdirectory: "%s"
                  delete:
                    enabled: true
                  maintenance:
                    uploadpurging:
                      enabled: true
                      age: 24h
                      interval: 6h
                      dryrun: false
                http:
                  addr: 127.0.0.1:%d
                  prefix: /%s/
                  secret: %s
                  relativeurls: true
                """.formatted(escaped(storage(folder)), port, prefix, secret);
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Signs the state of running uploads: the same at every start, so that an upload outlives a restart. */
    private String secret() throws IOException {
        Path file = folder.resolve("http.secret");
        if (!Files.exists(file)) {
            replace(file, random(SECRET_BYTES));
        }
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_ONLY);
        Files.writeString(fresh, text, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
