package dev.slipway.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The OpenID provider of {@code tools/openid} in a process of its own; who is who there stands in its script. */
final class CertifiedProvider implements AutoCloseable {

    static final String CLIENT_SECRET = "a secret of the tests";

    private static final Path TOOLS = Path.of(System.getProperty("user.home"), ".slipway", "tools");
    private static final Path SCRIPT = Path.of("tools", "openid", "provider.mjs");

    private final Process process;

    private CertifiedProvider(Process process) {
        this.process = process;
    }

    static URI issuer(int port) {
        return URI.create("http://localhost:" + port);
    }

    /** Returns when it answers. */
    static CertifiedProvider start(int port, URI slipway) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program(),
                        SCRIPT.toString(),
                        Integer.toString(port),
                        slipway.resolve("/login/oauth2/code/openid").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OPENID_PROVIDER", installed().toString());
        Process process = builder.start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Stream<String> lines = output.lines();
        if (lines.noneMatch("ready"::equals)) {
            throw new IllegalStateException("The OpenID provider did not start; ./slipway test installs it");
        }
        return new CertifiedProvider(process);
    }

    /** As {@code ./slipway test} says it, else where that puts it. */
    private static Path installed() {
        return Optional.ofNullable(System.getenv("SLIPWAY_OPENID_PROVIDER"))
                .map(Path::of)
                .orElseGet(() -> newest(TOOLS.resolve("openid-provider")));
    }

    private static String program() {
        return Optional.ofNullable(System.getenv("SLIPWAY_NODE"))
                .orElseGet(
                        () -> newest(TOOLS.resolve("node")).resolve("bin/node").toString());
    }

    private static Path newest(Path versions) {
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.max(Path::compareTo).orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("Nothing in " + versions + "; ./slipway test installs it", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
