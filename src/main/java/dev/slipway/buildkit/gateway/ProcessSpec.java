package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.FailedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A process to be.
 *
 * @param args the program and its arguments; no shell looks at them
 * @param env {@code NAME=value}; {@code PATH} is added when it is missing
 * @param directory to start in, or empty for {@code /}
 * @param user {@code name} or {@code uid:gid}, or empty for root
 * @param terminal its size, when the process is to have one; it then has no stderr of its own
 * @param input whether there will be any
 * @param secretEnv ids of the session's secrets by the variable that they are in
 */
public record ProcessSpec(
        List<String> args,
        List<String> env,
        String directory,
        String user,
        Optional<TerminalSize> terminal,
        boolean input,
        Map<String, String> secretEnv) {

    public ProcessSpec {
        args = List.copyOf(args);
        env = List.copyOf(env);
        secretEnv = Map.copyOf(secretEnv);
        if (args.isEmpty()) {
            throw new IllegalArgumentException("a process has a program");
        }
    }

    /** A program with its arguments, as root in the root folder. */
    public static ProcessSpec of(String program, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addFirst(program);
        return new ProcessSpec(all, List.of(), "", "", Optional.empty(), false, Map.of());
    }

    /** The process of a failed step, as it was; {@link #withArgs} puts a shell in its place. */
    public static ProcessSpec of(FailedStep.Command process) {
        return new ProcessSpec(
                process.args(), process.env(), process.directory(), process.user(), Optional.empty(), false, Map.of());
    }

    /** A copy that runs another command, the program first. */
    public ProcessSpec withArgs(List<String> other) {
        return new ProcessSpec(other, env, directory, user, terminal, input, secretEnv);
    }

    /** A copy with other variables, each {@code NAME=value}. */
    public ProcessSpec withEnv(List<String> other) {
        return new ProcessSpec(args, other, directory, user, terminal, input, secretEnv);
    }

    /** A copy that starts in another folder. */
    public ProcessSpec withDirectory(String other) {
        return new ProcessSpec(args, env, other, user, terminal, input, secretEnv);
    }

    /** A copy that runs as another user, {@code name:group} or numbers. */
    public ProcessSpec withUser(String other) {
        return new ProcessSpec(args, env, directory, other, terminal, input, secretEnv);
    }

    /** A process for a person. */
    public ProcessSpec withTerminal(int rows, int columns) {
        return new ProcessSpec(
                args, env, directory, user, Optional.of(new TerminalSize(rows, columns)), true, secretEnv);
    }

    /** A copy whose process reads what is sent to it. */
    public ProcessSpec withInput() {
        return new ProcessSpec(args, env, directory, user, terminal, true, secretEnv);
    }

    /** A copy in which a variable holds a secret of the session's. */
    public ProcessSpec withSecret(String variable, String id) {
        Map<String, String> more = new TreeMap<>(secretEnv);
        more.put(variable, id);
        return new ProcessSpec(args, env, directory, user, terminal, input, more);
    }

    /** In characters. */
    public record TerminalSize(int rows, int columns) {}
}
