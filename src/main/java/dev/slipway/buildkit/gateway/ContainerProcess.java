package dev.slipway.buildkit.gateway;

import com.google.protobuf.ByteString;
import dev.slipway.buildkit.gateway.ProcessSpec.TerminalSize;
import dev.slipway.buildkit.grpc.gateway.ExecMessage;
import dev.slipway.buildkit.grpc.gateway.ExitMessage;
import dev.slipway.buildkit.grpc.gateway.FdMessage;
import dev.slipway.buildkit.grpc.gateway.InitMessage;
import dev.slipway.buildkit.grpc.gateway.ResizeMessage;
import dev.slipway.buildkit.grpc.gateway.SignalMessage;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.LogStream;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A process in a container. It has a stream of its own to the daemon, so one that is slow holds up no other. */
public final class ContainerProcess implements AutoCloseable {

    private static final int STDIN = 0;
    private static final int STDERR = 2;

    private final String id = UUID.randomUUID().toString();
    private final Bridge bridge;
    private final ProcessOutput output;
    private final ProcessInput input;
    private final ExecStream stream;
    private final Context.CancellableContext context = Context.current().withCancellation();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final AtomicBoolean inputOpen;
    private volatile int code;

    private ContainerProcess(Bridge bridge, ProcessSpec spec, ProcessOutput output) {
        this.inputOpen = new AtomicBoolean(spec.input() || spec.terminal().isPresent());
        this.bridge = bridge;
        this.output = output;
        this.stream = new ExecStream(this::receive, this::ended);
        this.input = new ProcessInput(this::sendInput);
    }

    static ContainerProcess start(
            Bridge bridge, Executor executor, InitMessage init, ProcessSpec spec, ProcessOutput output)
            throws InterruptedException {
        ContainerProcess process = new ContainerProcess(bridge, spec, output);
        process.context.run(() -> process.stream.open(bridge.stub()));
        // The build's end is the process's, also when the daemon has no time to say so.
        CompletableFuture<?> _ =
                bridge.build().whenCompleteAsync((made, failure) -> process.buildEnded(failure), executor);
        process.stream.send(process.message().setInit(init).build());
        process.await(process.started);
        spec.terminal().ifPresent(process::resize);
        return process;
    }

    /** What the process reads; close it to tell the process that there is no more. */
    public OutputStream input() {
        return input;
    }

    /** Tells the process that its terminal has another size. */
    public void resize(TerminalSize size) {
        stream.send(message()
                .setResize(ResizeMessage.newBuilder().setRows(size.rows()).setCols(size.columns()))
                .build());
    }

    /** @param name without {@code SIG}: {@code INT}, {@code TERM}, {@code KILL}. Needs BuildKit v0.10 */
    public void signal(String name) {
        stream.send(
                message().setSignal(SignalMessage.newBuilder().setName(name)).build());
    }

    /**
     * Waits for the process to end and for the last of its output.
     *
     * @return its exit code; 255 also when it could not be started
     * @throws BuildkitException when the build or the connection ended before
     */
    public int await() throws InterruptedException {
        return await(exit);
    }

    /** Lets go of the process. One that still runs is killed with its container at the latest. */
    @Override
    public void close() {
        context.cancel(null);
    }

    private void receive(ExecMessage message) {
        switch (message.getInputCase()) {
            case STARTED -> started.complete(null);
            case FILE -> write(message.getFile());
            case EXIT -> exited(message.getExit());
            case DONE -> {
                exit.complete(code);
                stream.complete();
            }
            default -> {
                // Only the daemon would get the others.
            }
        }
    }

    private void write(FdMessage file) {
        if (!file.getData().isEmpty()) {
            output.write(
                    file.getFd() == STDERR ? LogStream.STDERR : LogStream.STDOUT,
                    file.getData().asReadOnlyByteBuffer());
        }
    }

    private void exited(ExitMessage exited) {
        code = exited.getCode();
        // The daemon keeps the last word back for as long as there might be input.
        endInput();
        if (!started.isDone()) {
            Status status = Status.fromCodeValue(exited.getError().getCode())
                    .withDescription(exited.getError().getMessage());
            ended(status.asRuntimeException());
        }
    }

    private void buildEnded(@Nullable Throwable failure) {
        ended(
                failure == null
                        ? Status.CANCELLED
                                .withDescription("the build has ended, and its containers with it")
                                .asRuntimeException()
                        : failure);
    }

    private void ended(Throwable failure) {
        StatusRuntimeException status = Status.fromThrowable(failure).asRuntimeException();
        started.completeExceptionally(status);
        exit.completeExceptionally(status);
        context.cancel(null);
    }

    private void sendInput(ByteString data, boolean end) throws IOException {
        if (end) {
            endInput();
        } else if (inputOpen.get()) {
            stream.sendPatiently(message()
                    .setFile(FdMessage.newBuilder().setFd(STDIN).setData(data))
                    .build());
        } else {
            throw new IOException("the process has ended, or was to have no input");
        }
    }

    private void endInput() {
        if (inputOpen.compareAndSet(true, false)) {
            stream.send(message()
                    .setFile(FdMessage.newBuilder().setFd(STDIN).setEOF(true))
                    .build());
        }
    }

    private ExecMessage.Builder message() {
        return ExecMessage.newBuilder().setProcessID(id);
    }

    private <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            StatusRuntimeException status = Status.fromThrowable(e.getCause()).asRuntimeException();
            throw bridge.failures().ofCall(status);
        }
    }
}
