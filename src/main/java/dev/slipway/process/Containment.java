package dev.slipway.process;

import java.util.ArrayList;
import java.util.List;

/** How much of a process the kernel ends for us when the process or Slipway itself dies. */
public enum Containment {

    /** The process gets SIGKILL when Slipway dies ({@code PR_SET_PDEATHSIG}); its own children are on their own. */
    DEATH_SIGNAL {
        @Override
        List<String> wrap(List<String> command) {
            return deathSignal(command);
        }
    },

    /**
     * The process is init of a PID namespace with a mount namespace: whatever it started, however deeply nested, dies with
     * it, and its mounts vanish. Needs root; without it this is {@link #DEATH_SIGNAL}.
     */
    NAMESPACE {
        @Override
        List<String> wrap(List<String> command) {
            if (!namespacesWork()) {
                return deathSignal(command);
            }
            List<String> wrapped = new ArrayList<>(List.of(
                    "unshare",
                    "--mount",
                    "--propagation",
                    "private",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "--mount-proc"));
            wrapped.addAll(command);
            return deathSignal(wrapped);
        }
    };

    abstract List<String> wrap(List<String> command);

    /** Whether {@link #NAMESPACE} holds what it promises on this machine. */
    public static boolean namespacesWork() {
        return Probe.NAMESPACES;
    }

    private static List<String> deathSignal(List<String> command) {
        if (!Probe.DEATH_SIGNAL) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        wrapped.addAll(command);
        return wrapped;
    }

    /** Asked once per JVM: the machine's tools do not change under us. */
    private static final class Probe {
        static final boolean DEATH_SIGNAL = succeeds("setpriv", "--pdeathsig", "KILL", "--", "true");
        static final boolean NAMESPACES = succeeds(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "true");

        private static boolean succeeds(String... command) {
            return Launcher.succeeds(List.of(command));
        }
    }
}
