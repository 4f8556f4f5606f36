package dev.slipway.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One program to run.
 *
 * @param name names the process in messages and in the ledger: {@code [a-z0-9-]+}, unique in its {@link ProcessLedger}
 * @param command program and arguments
 * @param environment added to Slipway's own
 * @param folder where it starts
 * @param log file that takes its output, stdout and stderr in order of arrival
 * @param containment what becomes of its children when it or Slipway dies
 * @param stopDeadline how long it may take to answer SIGTERM before it gets SIGKILL
 */
public record ProcessSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Path log,
        Containment containment,
        Duration stopDeadline) {

    public static final Duration DEFAULT_STOP_DEADLINE = Duration.ofSeconds(5);

    public ProcessSpec {
        if (!name.matches("[a-z0-9-]{1,100}")) {
            throw new IllegalArgumentException("A process name is made of a-z, 0-9 and -, not \"" + name + "\"");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A program without children of its own. */
    public static ProcessSpec of(String name, List<String> command, Path folder, Path log) {
        return new ProcessSpec(name, command, Map.of(), folder, log, Containment.DEATH_SIGNAL, DEFAULT_STOP_DEADLINE);
    }

    public ProcessSpec withEnvironment(Map<String, String> added) {
        return new ProcessSpec(name, command, added, folder, log, containment, stopDeadline);
    }

    public ProcessSpec withContainment(Containment wanted) {
        return new ProcessSpec(name, command, environment, folder, log, wanted, stopDeadline);
    }

    public ProcessSpec withStopDeadline(Duration deadline) {
        return new ProcessSpec(name, command, environment, folder, log, containment, deadline);
    }
}
