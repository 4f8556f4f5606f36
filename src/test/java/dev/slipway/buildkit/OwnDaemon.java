package dev.slipway.buildkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A daemon for one test class, and a client of it: a static field with {@code @RegisterExtension}. */
public final class OwnDaemon implements BeforeAllCallback, AfterAllCallback {

    private @Nullable Daemon daemon;
    private @Nullable BuildkitClient client;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        Daemon started = Daemon.start();
        daemon = started;
        client = BuildkitClient.connect(started.address());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (client != null) {
            client.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    public BuildkitClient client() {
        return requireNonNull(client);
    }

    public BuildkitAddress address() {
        return requireNonNull(daemon).address();
    }

    Path socket() {
        return requireNonNull(daemon).socket();
    }
}
