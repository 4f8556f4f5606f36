package dev.slipway.build.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All logs, a folder each. */
public final class LogStore implements AutoCloseable {

    /** How long an event may wait in memory for others. */
    static final Duration BEAT = Duration.ofMillis(25);

    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

    private final Path folder;
    private final LogLimits limits;
    private final Map<Path, LogWriter> writers = new ConcurrentHashMap<>();
    private final Thread beat;

    public LogStore(Path folder, LogLimits limits) {
        this.folder = folder;
        this.limits = limits;
        this.beat = Thread.ofPlatform().name("build-log-beat").daemon().start(this::beat);
    }

    /** Writes a log from where it stands; one writer at a time. */
    public LogWriter write(UUID build) {
        LogFiles files = files(build);
        try {
            LogWriter writer = LogWriter.open(this, files, limits);
            writers.put(files.folder(), writer);
            return writer;
        } catch (IOException e) {
            throw new UncheckedIOException("The log of build " + build + " can't be written", e);
        }
    }

    /**
     * Reads a log.
     *
     * @param offset number of the first event; past the end means the end
     * @return empty as long as the build has no log
     */
    public Optional<LogReader> read(UUID build, long offset) throws IOException {
        LogFiles files = files(build);
        LogWriter writer = writers.get(files.folder());
        try {
            return Optional.of(LogReader.open(files, writer == null ? null : writer.live(), Math.max(0, offset)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The file with a step's output as it was printed; empty when the step printed nothing. Growing while the step runs. */
    public Optional<Path> stepOutput(UUID build, int step) {
        Path file = files(build).step(step);
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** Where a rendering of a finished log may be kept; it is deleted with the log. */
    public Path rendering(UUID build) {
        return files(build).text();
    }

    public boolean isComplete(UUID build) {
        return Files.exists(files(build).index());
    }

    /** Ends the log of a build that nobody runs any more. */
    public void seal(UUID build, Instant at, String status) {
        if (!isComplete(build) && !writers.containsKey(files(build).folder())) {
            write(build).end(at, status);
        }
    }

    /** Deletes a log with all that belongs to it; readers that are open come to its end. */
    public void delete(UUID build) {
        LogFiles files = files(build);
        LogWriter writer = writers.get(files.folder());
        if (writer != null) {
            writer.close();
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(files.folder())) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
            Files.deleteIfExists(files.folder());
        } catch (NoSuchFileException e) {
            // A build that never began has none.
        } catch (IOException e) {
            LOG.warn("The log of build {} is not wholly deleted", build, e);
        }
    }

    @Override
    public void close() {
        beat.interrupt();
        writers.values().forEach(LogWriter::close);
    }

    void closed(LogWriter writer) {
        writers.values().remove(writer);
    }

    private LogFiles files(UUID build) {
        return new LogFiles(folder.resolve(build.toString()));
    }

    private void beat() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(BEAT);
                writers.values().forEach(LogWriter::beat);
            }
        } catch (InterruptedException e) {
            // The store is closed.
        }
    }
}
