package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All state of one benchmark.
 *
 * @param keep whether it stays behind
 */
record WorkFolder(Path path, boolean keep) implements AutoCloseable {

    /** For large files that outlive no restart, and on a disk where {@code /tmp} is memory (file-hierarchy(7)). */
    private static final Path PARENT = Path.of("/var/tmp");

    static WorkFolder make(boolean keep) throws IOException {
        String prefix = "slipway-bench-";
        return new WorkFolder(
                Files.isWritable(PARENT)
                        ? Files.createTempDirectory(PARENT, prefix)
                        : Files.createTempDirectory(prefix),
                keep);
    }

    /** Never crosses a mount that a killed daemon may have left in it. */
    @Override
    public void close() {
        if (keep) {
            System.out.println("Kept: " + path);
            return;
        }
        try {
            new ProcessBuilder("rm", "--recursive", "--force", "--one-file-system", path.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println(path + " could not be removed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
