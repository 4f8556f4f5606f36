package dev.slipway.buildkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A daemon's process and the folder of its state. With it ends all that it left: processes, mounts, files. */
final class StatefulProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final String LOG = "log";

    private final Path home;
    private final Process process;
    private final List<ProcessHandle> orphans = new ArrayList<>();

    private StatefulProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** A new folder for {@link #start}; a socket's path has 108 bytes at most, so it is not the build's. */
    static Path newHome(String prefix) throws IOException {
        return Files.createTempDirectory(prefix);
    }

    /** @param program writes nowhere but into {@code home} */
    static StatefulProcess start(Path home, ProcessBuilder program) throws IOException {
        // What a killed daemon leaves mounted there is then found with the rest.
        program.environment()
                .put("TMPDIR", Files.createDirectory(home.resolve("tmp")).toString());
        Process process = program.redirectErrorStream(true)
                .redirectOutput(home.resolve(LOG).toFile())
                .start();
        return new StatefulProcess(home, process);
    }

    Path home() {
        return home;
    }

    /** Waits until it answers. */
    void await(Question question) throws InterruptedException, IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                question.ask();
                return;
            } catch (IOException | RuntimeException e) {
                if (!process.isAlive() || System.nanoTime() - start > START.toNanos()) {
                    throw new IllegalStateException("it did not start:\n" + Files.readString(home.resolve(LOG)), e);
                }
            }
            Thread.sleep(100);
        }
    }

    /** Ends the process as a crash would. What it started lives on until {@link #close()}. */
    void kill() throws InterruptedException {
        List<ProcessHandle> others = process.descendants().toList();
        process.destroyForcibly().waitFor();
        orphans.addAll(others);
    }

    @Override
    public void close() throws IOException {
        orphans.addAll(process.descendants().toList());
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            orphans.forEach(ProcessHandle::destroyForcibly);
            unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete();
    }

    /** The deepest first. */
    private void unmount() throws IOException, InterruptedException {
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1)[1])
                .filter(mount -> mount.startsWith(home.toString()))
                .toList()
                .reversed();
        for (String mount : mounts) {
            new ProcessBuilder("umount", "-l", mount).start().waitFor();
        }
    }

    private void delete() throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(home)) {
            leftovers = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : leftovers) {
            Files.deleteIfExists(file);
        }
    }

    /** Something that only a daemon that is ready answers. */
    @FunctionalInterface
    interface Question {
        void ask() throws IOException;
    }
}
