package dev.slipway.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which processes were started from one state folder, on disk, so that whoever opens the ledger next ends what a killed
 * owner left behind. A process is named by id and start time (an id alone is given to others later), and besides by a
 * marker in its environment, for the moment between its start and its entry.
 */
public final class ProcessLedger implements AutoCloseable {

    /** In the environment of every process of ours: the ledger's own random name. */
    static final String MARKER = "SLIPWAY_LEDGER";

    private static final Logger LOG = LoggerFactory.getLogger(ProcessLedger.class);
    private static final String ENTRY_SUFFIX = ".pid";

    private final Path folder;
    private final String marker;
    private final FileChannel lockFile;

    private ProcessLedger(Path folder, String marker, FileChannel lockFile) {
        this.folder = folder;
        this.marker = marker;
        this.lockFile = lockFile;
    }

    /**
     * Takes the ledger in {@code folder} and ends every process that an earlier owner left.
     *
     * @throws LedgerInUseException when another living Slipway holds it
     */
    public static ProcessLedger open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lock = lock(folder);
            ProcessLedger ledger = new ProcessLedger(folder, marker(folder), lock);
            ledger.endLeftovers();
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't keep its list of processes in " + folder, e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // Held in this very JVM: the same answer.
        }
        file.close();
        throw new LedgerInUseException(folder);
    }

    private static String marker(Path folder) throws IOException {
        Path file = folder.resolve("marker");
        if (!Files.exists(file)) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            replace(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    String marker() {
        return marker;
    }

    void enter(String name, long pid) {
        OptionalLong start = ProcTable.startTicks(pid);
        if (start.isEmpty()) {
            return;
        }
        try {
            replace(entry(name), pid + " " + start.getAsLong());
        } catch (IOException e) {
            LOG.warn("Can't note process {} ({}): it is found by its marker only", name, pid, e);
        }
    }

    void strike(String name) {
        try {
            Files.deleteIfExists(entry(name));
        } catch (IOException e) {
            LOG.warn("Can't strike process {} from the list; its id is checked against its start time anyway", name, e);
        }
    }

    private Path entry(String name) {
        return folder.resolve(name + ENTRY_SUFFIX);
    }

    private void endLeftovers() throws IOException {
        Set<ProcessHandle> doomed = new LinkedHashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + ENTRY_SUFFIX)) {
            for (Path entry : entries) {
                String[] words = Files.readString(entry).strip().split(" ", -1);
                if (words.length == 2 && isSame(Long.parseLong(words[0]), Long.parseLong(words[1]))) {
                    addTree(doomed, Long.parseLong(words[0]));
                }
                Files.delete(entry);
            }
        }
        // A kill of the owner leaves orphans whose parent is init: only their environment still tells whose they are.
        ProcTable.withEnvironment(MARKER, marker).forEach(pid -> addTree(doomed, pid));
        doomed.remove(ProcessHandle.current());
        for (ProcessHandle process : doomed) {
            LOG.info("Ending process {}, left over from an earlier run", process.pid());
            process.destroyForcibly();
        }
        doomed.forEach(Signals::awaitEnd);
    }

    private static void addTree(Set<ProcessHandle> doomed, long pid) {
        ProcessHandle.of(pid).ifPresent(root -> {
            doomed.add(root);
            root.descendants().forEach(doomed::add);
        });
    }

    private static boolean isSame(long pid, long startTicks) {
        OptionalLong now = ProcTable.startTicks(pid);
        return now.isPresent() && now.getAsLong() == startTicks;
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gives the ledger free for the next owner; processes go on. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.debug("Closing the ledger's lock", e);
        }
    }
}
