package dev.slipway.database;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Folders that live as long as the JVM. */
final class TemporaryFolders {

    private TemporaryFolders() {}

    static void deleteAtExit(Path folder) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete " + folder));
    }

    static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            System.err.println("Left over: " + folder + " (" + e + ")");
        }
    }
}
