package dev.slipway.build.engine;

import dev.slipway.home.Home;
import dev.slipway.process.ProcessLedger;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.WorkspaceLeaves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The daemons of this Slipway, one per workspace unless they share one. */
@Component
class Daemons implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Daemons.class);
    /** Bytes of a socket's path: unix(7). */
    private static final int MAX_SOCKET_PATH = 107;

    private static final Duration ROUND = Duration.ofSeconds(10);
    /** Before the worker begins, and still there when it has ended. */
    private static final int PHASE = DEFAULT_PHASE - 10_000;

    private final Home home;
    private final EngineProperties properties;
    private final EnginePrograms programs;
    private final EngineHealth health;
    private final OwnRegistry edge;
    private final ProcessLedger ledger;
    private final Map<String, Daemon> daemons = new ConcurrentHashMap<>();
    private volatile @Nullable Thread sweeper;

    Daemons(
            Home home,
            EngineProperties properties,
            EnginePrograms programs,
            EngineHealth health,
            OwnRegistry edge,
            ProcessLedger ledger) {
        this.home = home;
        this.properties = properties;
        this.programs = programs;
        this.health = health;
        this.edge = edge;
        this.ledger = ledger;
    }

    /** The daemon of a workspace, not necessarily started. */
    Daemon of(WorkspaceId workspace) throws EngineUnavailableException {
        Path buildkitd = programs.buildkitd().orElseThrow(() -> missing("buildkitd"));
        Path runc = programs.runc().orElseThrow(() -> missing("runc"));
        if (!health.canBuild()) {
            throw new EngineUnavailableException(
                    "This server can't build yet, an administrator must mend it: " + health.sentence());
        }
        String key = properties.share() ? "shared" : workspace.value().toString();
        return daemons.computeIfAbsent(key, any -> create(key, buildkitd, runc));
    }

    /** A workspace that is gone takes its daemon along, with state, cache and log. A shared one stays. */
    @TransactionalEventListener
    void remove(WorkspaceLeaves leaving) {
        if (!properties.share()) {
            String key = leaving.workspace().id().value().toString();
            // Deleting a cache of many gigabytes takes its time, and nobody waits for it.
            Thread.ofVirtual().name("engine-removal").start(() -> remove(key));
        }
    }

    private void remove(String key) {
        Daemon daemon = daemons.remove(key);
        if (daemon != null) {
            daemon.stop();
        }
        Path folder = folder(key);
        try {
            NetworkLeftovers.release(folder.resolve("state"), NetworkLeftovers.ADDRESSES);
            if (health.rootless().isPresent()) {
                health.rootless().get().delete(folder);
            }
            Folders.delete(folder);
        } catch (IOException e) {
            LOG.warn(
                    "Part of the build engine's state in {}, of a workspace that was deleted, is still there",
                    folder,
                    e);
        }
    }

    @Override
    public void start() {
        health.report();
        sweeper = Thread.ofVirtual().name("engine-sweeper").start(this::sweep);
    }

    @Override
    public void stop() {
        Thread sweeping = sweeper;
        sweeper = null;
        if (sweeping != null) {
            sweeping.interrupt();
        }
        daemons.values().parallelStream().forEach(Daemon::stop);
    }

    @Override
    public boolean isRunning() {
        return sweeper != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private Daemon create(String key, Path buildkitd, Path runc) {
        Path folder = folder(key);
        return new Daemon(
                "buildkitd-" + shortName(key),
                folder,
                buildkitd,
                () -> new DaemonConfig(
                        folder.resolve("state"),
                        folder.resolve(Daemon.SOCKET),
                        runc,
                        health.network(),
                        health.rootless(),
                        programs.path(),
                        subnet(key),
                        edge.address(),
                        "/slipway/" + shortName(key),
                        properties),
                ledger,
                properties.startDeadline());
    }

    private void sweep() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(ROUND);
                daemons.values().forEach(daemon -> daemon.stopIfIdle(properties.idle()));
            }
        } catch (InterruptedException e) {
            LOG.debug("No more idle daemons to look for");
        }
    }

    private Path folder(String key) {
        return home.room("engine/" + shortName(key));
    }

    /** Why no daemon could listen below this home; empty when all can. */
    static Optional<String> socketObstacle(Home home) {
        int bytes = home.home()
                .resolve("engine/0123456789abc")
                .resolve(Daemon.SOCKET)
                .toString()
                .getBytes(StandardCharsets.UTF_8)
                .length;
        return bytes <= MAX_SOCKET_PATH
                ? Optional.empty()
                : Optional.of("the path of SLIPWAY_HOME is " + (bytes - MAX_SOCKET_PATH)
                        + " bytes too long: the sockets of the build engine are below it, and the path of a socket has at most "
                        + MAX_SOCKET_PATH + " bytes");
    }

    /** The folder's name is the id's first part, because of {@link #MAX_SOCKET_PATH}. */
    private static String shortName(String key) {
        return key.length() > 13 ? key.substring(0, 13) : key;
    }

    /** Its own bridge and addresses; two of 250 workspaces may share them by chance, never a daemon or a cache. */
    private static int subnet(String key) {
        return 1 + Math.floorMod(key.hashCode(), 250);
    }

    private static EngineUnavailableException missing(String program) {
        return new EngineUnavailableException(
                "This server can't build yet: the program %s is not installed. An administrator installs it with ./slipway up."
                        .formatted(program));
    }
}
