package bench;

import client.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A BuildKit daemon like the one of Slipway, settings and all; only what two daemons on one machine cannot share, and where base
 * images come from, is its own.
 */
final class TwinDaemon {

    private static final Pattern MIRROR = Pattern.compile("mirrors = \\[\"([^\"]+)\"]");

    private static final Pattern PLUGINS = Pattern.compile("cniBinaryPath = \"([^\"]+)\"");

    /** Slipway numbers its bridges from 1 to 250. */
    private static final int BRIDGE = 251;

    /** A program in a PID and mount namespace of its own, as Slipway runs its daemons: nothing of it is left when it ends. */
    private static final List<String> CONTAINED = List.of(
            "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc");

    private static final int START_SECONDS = 60;

    private final Path folder;

    private TwinDaemon(Path folder) {
        this.folder = folder;
    }

    /**
     * @param slipway config of Slipway's daemon
     * @param registry host and port of the mirror for base images
     */
    static TwinDaemon start(Children children, Programs programs, Path work, String slipway, String registry)
            throws IOException, InterruptedException {
        TwinDaemon daemon = new TwinDaemon(Files.createDirectories(work.resolve("buildkitd")));
        Path config = daemon.folder.resolve("buildkitd.toml");
        Files.writeString(config, daemon.config(slipway, registry));
        Path log = work.resolve("buildkitd.log");

        List<String> command = new ArrayList<>(CONTAINED);
        command.addAll(List.of(programs.buildkitd().toString(), "--config", config.toString()));
        Process process = children.serve(command, log, builder -> {
            builder.directory(daemon.folder.toFile());
            // As Slipway does: otherwise the daemon clips what a step prints.
            builder.environment()
                    .putAll(Map.of("BUILDKIT_STEP_LOG_MAX_SIZE", "-1", "BUILDKIT_STEP_LOG_MAX_SPEED", "-1"));
            // Where the plugins of its network are.
            Matcher plugins = PLUGINS.matcher(slipway);
            if (plugins.find()) {
                builder.environment().merge("PATH", plugins.group(1), (path, first) -> first + ":" + path);
            }
        });
        daemon.awaitAnswer(programs.buildctl(), process, log);
        return daemon;
    }

    String address() {
        return "unix://" + folder.resolve("buildkitd.sock");
    }

    private String config(String slipway, String registry) {
        String config = slipway.replace("# Written by Slipway", "# Like the one written by Slipway");
        config = set(config, "root", "\"" + folder.resolve("state") + "\"");
        config = set(config, "address", "[\"" + address() + "\"]");
        config = set(config, "socketPath", "\"" + folder.resolve("otel.sock") + "\"");
        config = set(config, "defaultCgroupParent", "\"/slipway/bench\"");
        if (config.contains("bridgeName")) {
            config = set(config, "bridgeName", "\"slipway%d\"".formatted(BRIDGE));
            config = set(config, "bridgeSubnet", "\"10.89.%d.0/24\"".formatted(BRIDGE));
        }
        Matcher mirror = MIRROR.matcher(config);
        return mirror.find() ? config.replace("\"" + mirror.group(1) + "\"", "\"" + registry + "\"") : config;
    }

    private static String set(String config, String key, String value) {
        Matcher line = Pattern.compile("(?m)^(\\s*" + key + " = ).*$").matcher(config);
        if (!line.find()) {
            throw new Refused("The config of Slipway's daemon has no " + key + ": the benchmark does not know it.");
        }
        return line.replaceFirst("$1" + Matcher.quoteReplacement(value));
    }

    private void awaitAnswer(Path buildctl, Process process, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers(buildctl)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new Refused("buildkitd does not answer. Its last words:%n%s".formatted(Ports.lastWords(log)));
            }
            Thread.sleep(100);
        }
    }

    private boolean answers(Path buildctl) throws IOException, InterruptedException {
        return new ProcessBuilder(buildctl.toString(), "--addr", address(), "debug", "workers")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
