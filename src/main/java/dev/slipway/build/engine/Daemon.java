package dev.slipway.build.engine;

import dev.slipway.buildkit.BuildkitAddress;
import dev.slipway.buildkit.BuildkitClient;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.process.Containment;
import dev.slipway.process.ProcessExit;
import dev.slipway.process.ProcessLedger;
import dev.slipway.process.ProcessSpec;
import dev.slipway.process.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The BuildKit daemon of one trust domain: started when a build needs it, started again when it dies, stopped when it has
 * been idle for long. A state folder with which it can't start is moved aside.
 */
final class Daemon {

    /** In its folder. */
    static final String SOCKET = "buildkitd.sock";

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** buildkitd answers SIGTERM by waiting without limit for its builds; its databases survive SIGKILL. */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(3);

    /** A daemon that ends so often before it has answered will not come. */
    private static final int EXITS = 2;

    private static final Duration DEATH_IS_KNOWN = Duration.ofSeconds(2);

    private final String name;
    private final Path folder;
    private final ProcessLedger ledger;
    private final Supplier<DaemonConfig> config;
    private final Path program;
    private final Duration startDeadline;

    private @Nullable SupervisedProcess process;
    private @Nullable BuildkitClient client;
    private int users;
    private long idleSinceNanos = System.nanoTime();
    private final AtomicLong exits = new AtomicLong();

    /**
     * @param folder of this daemon: state, socket, config, log
     * @param config asked at each start
     */
    Daemon(
            String name,
            Path folder,
            Path program,
            Supplier<DaemonConfig> config,
            ProcessLedger ledger,
            Duration startDeadline) {
        this.name = name;
        this.folder = folder;
        this.program = program;
        this.config = config;
        this.ledger = ledger;
        this.startDeadline = startDeadline;
    }

    /** A build's hold on a running daemon. */
    final class Use implements AutoCloseable {

        private final BuildkitClient connected;
        private final long exitsBefore;

        private Use(BuildkitClient connected) {
            this.connected = connected;
            this.exitsBefore = exits.get();
        }

        BuildkitClient client() {
            return connected;
        }

        /**
         * Whether the daemon ended at some time since this use began. Its connection breaks a moment before its end is known,
         * so this waits for up to two seconds.
         */
        boolean hasDied() {
            long until = System.nanoTime() + DEATH_IS_KNOWN.toNanos();
            try {
                while (exits.get() == exitsBefore && System.nanoTime() < until) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return exits.get() != exitsBefore;
        }

        @Override
        public void close() {
            release();
        }
    }

    /**
     * Makes sure that the daemon answers.
     *
     * @throws EngineUnavailableException when it does not start
     */
    synchronized Use use() throws EngineUnavailableException, InterruptedException {
        BuildkitClient ready = ready();
        users++;
        return new Use(ready);
    }

    Path folder() {
        return folder;
    }

    /** Id of the running daemon. */
    synchronized OptionalLong pid() {
        return process == null ? OptionalLong.empty() : process.pid();
    }

    synchronized boolean idleFor(Duration time) {
        return users == 0 && process != null && System.nanoTime() - idleSinceNanos >= time.toNanos();
    }

    /** Stops the daemon if no build uses it. */
    synchronized void stopIfIdle(Duration time) {
        if (idleFor(time)) {
            LOG.info("{} is idle and stops", name);
            stop();
        }
    }

    synchronized void stop() {
        if (client != null) {
            client.close();
            client = null;
        }
        if (process != null) {
            process.stop();
            process = null;
        }
    }

    private synchronized void release() {
        users--;
        idleSinceNanos = System.nanoTime();
    }

    private BuildkitClient ready() throws EngineUnavailableException, InterruptedException {
        try {
            return started();
        } catch (BuildkitException | IOException e) {
            giveUp(e);
        }
        Path state = config.get().root();
        Path aside = state.resolveSibling(state.getFileName() + ".damaged");
        try {
            move(state, aside);
            BuildkitClient fresh = started();
            LOG.warn("The state of {} was damaged and is now in {}; its cache begins anew", name, aside);
            return fresh;
        } catch (BuildkitException | IOException e) {
            giveUp(e);
            restore(aside, state);
            throw new EngineUnavailableException(
                    "The build engine does not start on this server. Nothing is lost; an administrator finds the reason in Slipway's log.",
                    e);
        }
    }

    private void giveUp(Exception reason) {
        String words = process == null ? "" : process.lastWords();
        LOG.warn("{} does not start: {}. It said: {}", name, reason.getMessage(), words);
        stop();
    }

    private BuildkitClient started() throws IOException, InterruptedException {
        if (process == null) {
            Files.createDirectories(folder);
            SupervisedProcess fresh = SupervisedProcess.of(this::plan, ledger);
            fresh.onExit(this::ended);
            process = fresh;
            fresh.start();
        }
        if (client == null) {
            client = BuildkitClient.connect(BuildkitAddress.unix(socket()));
        }
        awaitAnswer(client);
        return client;
    }

    private void awaitAnswer(BuildkitClient connected) throws InterruptedException {
        long until = System.nanoTime() + startDeadline.toNanos();
        long exitsBefore = exits.get();
        while (true) {
            try {
                connected.info();
                return;
            } catch (BuildkitException e) {
                if (System.nanoTime() > until || exits.get() - exitsBefore >= EXITS) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(25);
            }
        }
    }

    private ProcessSpec plan() {
        DaemonConfig now = config.get();
        Path file = folder.resolve("buildkitd.toml");
        try {
            Files.deleteIfExists(socket());
            if (now.rootless().isEmpty()) {
                NetworkLeftovers.release(now.root(), NetworkLeftovers.ADDRESSES);
            }
            Files.writeString(file, now.toToml());
        } catch (IOException e) {
            throw new UncheckedIOException("The config of " + name + " can't be written", e);
        }
        return ProcessSpec.of(name, now.command(program, file), folder, folder.resolve("buildkitd.log"))
                .withContainment(Containment.NAMESPACE)
                .withStopDeadline(STOP_DEADLINE)
                .withEnvironment(Map.of(
                        "PATH",
                        now.path(),
                        // Where runc keeps its state for a user who is not root.
                        "XDG_RUNTIME_DIR",
                        folder.toString(),
                        // The log's own quota is Slipway's: nothing is clipped on the way.
                        "BUILDKIT_STEP_LOG_MAX_SIZE",
                        "-1",
                        "BUILDKIT_STEP_LOG_MAX_SPEED",
                        "-1"));
    }

    private void ended(ProcessExit exit) {
        if (!exit.asked()) {
            exits.incrementAndGet();
        }
    }

    private Path socket() {
        return folder.resolve(SOCKET);
    }

    /** What made the daemon fail is kept for whoever wants to look, until the next time. */
    private void move(Path state, Path aside) throws IOException {
        delete(aside);
        if (Files.exists(state)) {
            Files.move(state, aside);
        }
    }

    private void delete(Path state) throws IOException {
        if (Files.exists(state) && config.get().rootless().isPresent()) {
            config.get().rootless().get().delete(state);
        }
        Folders.delete(state);
    }

    /** An empty state did not help either: then the old one was not the reason. */
    private void restore(Path aside, Path state) {
        try {
            if (Files.exists(aside)) {
                delete(state);
                Files.move(aside, state);
            }
        } catch (IOException e) {
            LOG.error("The state of {} stays in {}", name, aside, e);
        }
    }
}
