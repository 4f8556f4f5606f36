package dev.slipway.queue;

import dev.slipway.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** This worker's name in the queue: the same after each restart on the same state folder. */
public record WorkerName(String value) {

    public static WorkerName of(Home home) {
        Path file = home.room("worker").resolve("name");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, UUID.randomUUID().toString());
            }
            return new WorkerName(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't keep the worker's name in " + file, e);
        }
    }
}
