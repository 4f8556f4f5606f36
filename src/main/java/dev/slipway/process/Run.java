package dev.slipway.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One life of a supervised process. */
record Run(ProcessSpec spec, Process process, long startedNanos) {

    static Run start(ProcessSpec spec, ProcessBuilder builder) throws IOException {
        Process process = Launcher.start(builder);
        process.getOutputStream().close();
        OutputFile output = new OutputFile(spec.log());
        Thread.ofVirtual().name("output-" + spec.name()).start(() -> output.drain(process.getInputStream()));
        return new Run(spec, process, System.nanoTime());
    }

    ProcessExit await(BooleanSupplier wanted) {
        int code;
        try {
            code = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = -1;
        }
        return new ProcessExit(
                process.pid(), code, Duration.ofNanos(System.nanoTime() - startedNanos), !wanted.getAsBoolean());
    }

    /** SIGTERM to the program, SIGKILL to everything after the deadline. */
    void end() {
        List<ProcessHandle> below = process.descendants().toList();
        innermost().destroy();
        try {
            process.waitFor(spec.stopDeadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        Signals.awaitEnd(process.toHandle());
    }

    /** The program itself: the wrapper of a namespace swallows SIGTERM; its only child is the program. */
    ProcessHandle innermost() {
        if (spec.containment() != Containment.NAMESPACE || !Containment.namespacesWork()) {
            return process.toHandle();
        }
        return process.children().findFirst().orElse(process.toHandle());
    }
}
