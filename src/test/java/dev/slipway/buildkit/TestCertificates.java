package dev.slipway.buildkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** An authority and what it has signed, as PEM files, made by the JDK's keytool. */
final class TestCertificates {

    private static final String PASSWORD = "a test's";

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    static TestCertificates in(Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(Files.createDirectories(folder));
        certificates.pair("authority", "-ext", "bc:c=ca:true");
        certificates.keytool(
                "authority",
                "-exportcert",
                "-rfc",
                "-alias",
                "authority",
                "-file",
                certificates.authority().toString());
        certificates.writeKey("authority");
        return certificates;
    }

    /** Signs a key of a new holder's own; extensions are keytool's, {@code san=ip:127.0.0.1} for instance. */
    TestCertificates sign(String holder, String... extensions) throws Exception {
        pair(holder);
        Path request = folder.resolve(holder + ".csr");
        keytool(holder, "-certreq", "-alias", holder, "-file", request.toString());
        List<String> sign = Stream.concat(
                        Stream.of("-gencert", "-rfc", "-alias", "authority"),
                        Stream.concat(
                                Stream.of(
                                        "-infile",
                                        request.toString(),
                                        "-outfile",
                                        certificate(holder).toString()),
                                Stream.of(extensions).flatMap(extension -> Stream.of("-ext", extension))))
                .toList();
        keytool("authority", sign.toArray(String[]::new));
        writeKey(holder);
        return this;
    }

    Path authority() {
        return certificate("authority");
    }

    Path certificate(String holder) {
        return folder.resolve(holder + ".pem");
    }

    Path key(String holder) {
        return folder.resolve(holder + ".key");
    }

    private void pair(String holder, String... more) throws Exception {
        List<String> options = Stream.concat(
                        Stream.of(
                                "-genkeypair",
                                "-alias",
                                holder,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=" + holder),
                        Stream.of(more))
                .toList();
        keytool(holder, options.toArray(String[]::new));
    }

    private void keytool(String store, String... options) throws Exception {
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        Stream.of(options),
                        Stream.of("-keystore", store(store).toString(), "-storetype", "PKCS12", "-storepass", PASSWORD))
                .flatMap(words -> words)
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    private void writeKey(String holder) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store(holder))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getKey(holder, PASSWORD.toCharArray()).getEncoded());
        Files.writeString(key(holder), "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    private Path store(String holder) {
        return folder.resolve(holder + ".p12");
    }
}
