package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.grpc.gateway.NewContainerRequest;
import dev.slipway.buildkit.grpc.gateway.NewContainerResponse;
import dev.slipway.buildkit.grpc.gateway.ReadDirRequest;
import dev.slipway.buildkit.grpc.gateway.ReadDirResponse;
import dev.slipway.buildkit.grpc.gateway.ReadFileRequest;
import dev.slipway.buildkit.grpc.gateway.ReadFileResponse;
import dev.slipway.buildkit.grpc.gateway.ReleaseContainerRequest;
import dev.slipway.buildkit.grpc.gateway.ReleaseContainerResponse;
import dev.slipway.buildkit.grpc.gateway.StatFileRequest;
import dev.slipway.buildkit.grpc.gateway.StatFileResponse;
import dev.slipway.buildkit.transport.FileStats;
import dev.slipway.buildkit.type.FileStat;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A container in an open build. Its first process is its init: when that ends, so do the others, and no more can be
 * started. The daemon (BuildKit v0.33) also ends all of it when any of its processes fails.
 */
public final class Container implements AutoCloseable {

    private final Bridge bridge;
    private final Executor executor;
    private final String id;
    private final AtomicBoolean released = new AtomicBoolean();

    private Container(Bridge bridge, Executor executor, String id) {
        this.bridge = bridge;
        this.executor = executor;
        this.id = id;
    }

    static Container create(Bridge bridge, Executor executor, ContainerSpec spec) {
        String id = UUID.randomUUID().toString().replace("-", "");
        NewContainerRequest request = ContainerWire.container(id, spec);
        // A mount may have to be built first.
        bridge.<NewContainerResponse>solve((stub, answer) -> stub.newContainer(request, answer));
        return new Container(bridge, executor, id);
    }

    /**
     * Starts a process and waits until it runs.
     *
     * @param output is given what the process writes, one piece at a time; while it works the process may have to wait
     */
    public ContainerProcess start(ProcessSpec spec, ProcessOutput output) throws InterruptedException {
        return ContainerProcess.start(bridge, executor, ContainerWire.process(id, spec), spec, output);
    }

    /** A file's content as it is now, of at most 16 MiB. Needs BuildKit v0.27. */
    public byte[] readFile(String path) {
        ReadFileRequest request =
                ReadFileRequest.newBuilder().setRef(id).setFilePath(path).build();
        return bridge.<ReadFileResponse>call((stub, answer) -> stub.readFileContainer(request, answer))
                .getData()
                .toByteArray();
    }

    /** The entries of a folder as it is now, by name. Needs BuildKit v0.27. */
    public List<FileStat> list(String path) {
        ReadDirRequest request =
                ReadDirRequest.newBuilder().setRef(id).setDirPath(path).build();
        return FileStats.all(bridge.<ReadDirResponse>call((stub, answer) -> stub.readDirContainer(request, answer))
                .getEntriesList());
    }

    /** What is at a path now. Needs BuildKit v0.27. */
    public FileStat stat(String path) {
        StatFileRequest request =
                StatFileRequest.newBuilder().setRef(id).setPath(path).build();
        return FileStats.of(bridge.<StatFileResponse>call((stub, answer) -> stub.statFileContainer(request, answer))
                .getStat());
    }

    /** Kills its processes and lets go of its mounts. */
    @Override
    public void close() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        ReleaseContainerRequest request =
                ReleaseContainerRequest.newBuilder().setContainerID(id).build();
        try {
            bridge.<ReleaseContainerResponse>attempt((stub, answer) -> stub.releaseContainer(request, answer));
        } catch (StatusRuntimeException e) {
            // The daemon tells the exit code of the first process once more; and with the build the container ends too.
            released.set(true);
        }
    }
}
