package dev.slipway.journey;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged jar as a user starts it: a process of its own, with its own port and state folder. */
final class RunningSlipway implements AutoCloseable {

    static final String ADMIN = "mara";
    static final String ADMIN_PASSWORD = "a long enough passphrase";

    private static final Duration START_DEADLINE = Duration.ofMinutes(3);
    private static final Pattern SET_UP_ADDRESS = Pattern.compile("http://\\S+/setup\\?key=\\S+");

    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private Process process;

    private RunningSlipway(Path home, int port, Map<String, String> environment) {
        this.home = home;
        this.port = port;
        this.environment = environment;
        this.process = launch();
    }

    /** A first start without an administrator: the set-up page waits for its key. */
    static RunningSlipway fresh(Path home) {
        return new RunningSlipway(home, freePort(), Map.of()).whenReady();
    }

    /** A first start whose administrator comes from the environment, as automation does it. */
    static RunningSlipway withAdministrator(Path home) {
        return withAdministrator(home, Map.of());
    }

    /** @param settings more environment variables */
    static RunningSlipway withAdministrator(Path home, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("SLIPWAY_ADMIN_USER", ADMIN);
        environment.put("SLIPWAY_ADMIN_PASSWORD", ADMIN_PASSWORD);
        return new RunningSlipway(home, freePort(), environment).whenReady();
    }

    URI address() {
        return URI.create("http://localhost:" + port);
    }

    String edge() {
        return "localhost:" + port;
    }

    Path home() {
        return home;
    }

    long pid() {
        return process.pid();
    }

    /** The one-time address that the first start prints for a person. */
    String setUpAddress() {
        Matcher matcher = SET_UP_ADDRESS.matcher(output());
        if (!matcher.find()) {
            throw new IllegalStateException("Slipway printed no set-up address:\n" + output());
        }
        return matcher.group();
    }

    String output() {
        try {
            return Files.readString(outputFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9, as the kernel does it when memory runs out. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts again on the same port and state folder. */
    RunningSlipway startAgain() {
        process = launch();
        return whenReady();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("Slipway did not stop within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx768m");
        command.addAll(program());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile().toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("SLIPWAY_HOME", home.toString());
        builder.environment().put("SLIPWAY_PORT", Integer.toString(port));
        try {
            Files.createDirectories(home);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar where the build says so; from an editor, the classes as they are. */
    private static List<String> program() {
        String jar = System.getProperty("slipway.jar");
        return jar == null ? List.of("-cp", withoutTests(), "dev.slipway.Slipway") : List.of("-jar", jar);
    }

    /** The slices' own pages among the tests would stand before the real ones. */
    private static String withoutTests() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(place -> !place.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private RunningSlipway whenReady() {
        Instant deadline = Instant.now().plus(START_DEADLINE);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest probe = HttpRequest.newBuilder(address().resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            while (Instant.now().isBefore(deadline)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("Slipway ended with " + process.exitValue() + ":\n" + output());
                }
                if (answersReady(client, probe)) {
                    return this;
                }
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("Slipway was not ready within " + START_DEADLINE + ":\n" + output());
    }

    private static boolean answersReady(HttpClient client, HttpRequest probe) throws InterruptedException {
        try {
            return client.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Path outputFile() {
        return home.resolve("output.txt");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
