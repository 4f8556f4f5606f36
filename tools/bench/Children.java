package bench;

import client.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The processes that the benchmark started: whatever ends the benchmark ends them, and what they started. */
final class Children implements AutoCloseable {

    /** Slipway itself waits for its engines. */
    private static final int STOP_SECONDS = 40;

    private final Deque<Process> running = new ArrayDeque<>();
    private boolean closed;

    /**
     * A server that runs until the end; the kernel ends it if the benchmark is killed.
     *
     * @param log file that takes its output
     * @param setting changes its environment and folder
     */
    Process serve(List<String> command, Path log, Consumer<ProcessBuilder> setting) throws IOException {
        List<String> tied = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        tied.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(tied)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        setting.accept(builder);
        return run(builder);
    }

    /** A program that ends by itself. */
    synchronized Process run(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new Refused("The benchmark is ending.");
        }
        running.removeIf(process -> !process.isAlive());
        Process process = builder.start();
        running.push(process);
        return process;
    }

    /** The youngest first: what needs another program ends before it. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            stop(running.pop());
        }
    }

    /** What {@code unshare} wraps does not hear of a signal to it, but ends with it. */
    private static void stop(Process process) {
        boolean wrapped = process.info().command().orElse("").endsWith("/unshare");
        try {
            if (wrapped) {
                process.children().forEach(ProcessHandle::destroy);
            } else {
                process.destroy();
            }
            if (!process.waitFor(wrapped ? 5 : STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
