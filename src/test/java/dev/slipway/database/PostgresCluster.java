package dev.slipway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of this JVM's own, in a temporary folder and on a free loopback port, from the binaries of {@code
 * POSTGRES_BIN}, of Debian's packages or of the PATH. PostgreSQL refuses to run as root; then it runs as {@code postgres}.
 */
final class PostgresCluster {

    static final String USER = "slipway";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;

    private PostgresCluster(int port) {
        this.port = port;
    }

    /** The cluster, started by whoever asks first. */
    static PostgresCluster running() {
        return Started.CLUSTER;
    }

    /** Makes an empty database; answers its JDBC address. */
    String createDatabase() {
        String name = "slice_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not make a database", e);
        }
        return address(name);
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(address(database), USER, "");
    }

    private String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static PostgresCluster start() {
        try {
            Path binaries = findBinaries();
            Path folder = Files.createTempDirectory("slipway-postgres");
            Path data = folder.resolve("data");
            List<String> asUser = asOrdinaryUser(folder);
            run(
                    folder,
                    with(
                            asUser,
                            binaries.resolve("initdb").toString(),
                            "--pgdata=" + data,
                            "--auth=trust",
                            "--username=" + USER,
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-sync"));
            PostgresCluster cluster = new PostgresCluster(freePort());
            Process server = new ProcessBuilder(with(
                            asUser,
                            binaries.resolve("postgres").toString(),
                            "-D",
                            data.toString(),
                            "-p",
                            Integer.toString(cluster.port),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=",
                            "-c",
                            "fsync=off",
                            "-c",
                            "full_page_writes=off",
                            "-c",
                            "max_connections=300"))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("postgres.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder), "stop PostgreSQL"));
            cluster.awaitReady(server, folder.resolve("postgres.log"));
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL for the tests does not start", e);
        }
    }

    private void awaitReady(Process server, Path log) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                connect("postgres").close();
                return;
            } catch (SQLException e) {
                if (!server.isAlive() || Instant.now().isAfter(end)) {
                    throw new IOException("PostgreSQL for the tests does not start: " + Files.readString(log), e);
                }
                pause();
            }
        }
    }

    /** SIGQUIT ends it without waiting for clients; a postmaster that is gone takes its children with it. */
    private static void stop(Process server, Path folder) {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            server.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TemporaryFolders.delete(folder);
    }

    private static List<String> asOrdinaryUser(Path folder) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        var users = folder.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(folder, users.lookupPrincipalByName("postgres"));
        return List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--");
    }

    private static Path findBinaries() throws IOException {
        String configured = System.getenv("POSTGRES_BIN");
        if (configured != null) {
            return Path.of(configured);
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                Optional<Path> newest = versions.filter(version ->
                                Files.isExecutable(version.resolve("bin").resolve("initdb")))
                        .max(Comparator.comparingInt(PostgresCluster::versionOf))
                        .map(version -> version.resolve("bin"));
                if (newest.isPresent()) {
                    return newest.get();
                }
            }
        }
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "These tests need PostgreSQL's server programs: install the package postgresql, or set POSTGRES_BIN"
                                + " to the folder of initdb."));
    }

    private static int versionOf(Path folder) {
        String digits = folder.getFileName().toString().replaceAll("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static void run(Path folder, List<String> command) throws IOException {
        Path output = folder.resolve("initdb.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + " failed: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static List<String> with(List<String> prefix, String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return whole;
    }

    private static final class Started {
        static final PostgresCluster CLUSTER = start();
    }
}
