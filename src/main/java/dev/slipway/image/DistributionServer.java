package dev.slipway.image;

import dev.slipway.home.Home;
import dev.slipway.process.ProcessLedger;
import dev.slipway.process.ProcessSpec;
import dev.slipway.process.SupervisedProcess;
import dev.slipway.registry.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * CNCF Distribution as a child process on loopback. It is started with Slipway, started again with another port and prefix
 * when it ends by itself, and stopped after everything that needs it.
 */
@Component
class DistributionServer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DistributionServer.class);

    private final Path folder;
    private final RegistryProgram program;
    private final SupervisedProcess process;
    private volatile @Nullable RegistryClient client;

    DistributionServer(Home home, RegistryProperties properties, ProcessLedger ledger) {
        this.folder = home.room("registry");
        this.program = RegistryProgram.of(properties);
        this.process = SupervisedProcess.of(this::plan, ledger);
        this.process.onExit(exit -> forget());
    }

    /** Speaks with the running Distribution; empty while there is none. */
    Optional<RegistryClient> client() {
        return process.isRunning() ? Optional.ofNullable(client) : Optional.empty();
    }

    /** Id of the running process. */
    OptionalLong pid() {
        return process.pid();
    }

    Path storage() {
        return DistributionConfig.storage(folder);
    }

    /** The command that says what no manifest names; it removes nothing. */
    List<String> dryCollection() throws IOException {
        return List.of(
                program.find().toString(),
                "garbage-collect",
                "--dry-run",
                DistributionConfig.file(folder).toString());
    }

    @Override
    public void start() {
        try {
            program.find();
            process.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't start its image store: " + e.getMessage(), e);
        }
    }

    @Override
    public void stop() {
        process.stop();
        forget();
    }

    @Override
    public boolean isRunning() {
        return process.isRunning();
    }

    /** Before the web server, which it serves; so it also ends after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    private ProcessSpec plan() {
        try {
            DistributionConfig config = DistributionConfig.onPort(folder, freePort());
            Path file = config.write();
            forget();
            client = new RegistryClient(config.address());
            return ProcessSpec.of(
                    "registry",
                    List.of(program.find().toString(), "serve", file.toString()),
                    folder,
                    folder.resolve("registry.log"));
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't prepare its image store in " + folder, e);
        }
    }

    private void forget() {
        RegistryClient old = client;
        client = null;
        if (old != null) {
            LOG.debug("The image store's address is no longer valid");
            old.close();
        }
    }

    /** Somebody may take it before Distribution does; then Distribution ends and is started on another one. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
