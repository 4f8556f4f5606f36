package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.grpc.gateway.EvaluateRequest;
import dev.slipway.buildkit.grpc.gateway.EvaluateResponse;
import dev.slipway.buildkit.grpc.gateway.FileRange;
import dev.slipway.buildkit.grpc.gateway.ReadDirRequest;
import dev.slipway.buildkit.grpc.gateway.ReadDirResponse;
import dev.slipway.buildkit.grpc.gateway.ReadFileRequest;
import dev.slipway.buildkit.grpc.gateway.ReadFileResponse;
import dev.slipway.buildkit.grpc.gateway.StatFileRequest;
import dev.slipway.buildkit.grpc.gateway.StatFileResponse;
import dev.slipway.buildkit.transport.FileStats;
import dev.slipway.buildkit.type.FileStat;
import java.util.List;

/**
 * A file system that a build made. Symbolic links are followed within it. Steps that have not run yet run when its files
 * are asked for.
 */
public final class ResultRef {

    private final Bridge bridge;
    private final String id;

    ResultRef(Bridge bridge, String id) {
        this.bridge = bridge;
        this.id = id;
    }

    /** Runs all steps that it needs. */
    public void evaluate() {
        EvaluateRequest request = EvaluateRequest.newBuilder().setRef(id).build();
        bridge.<EvaluateResponse>solve((stub, answer) -> stub.evaluate(request, answer));
    }

    /** A file's content, of at most 16 MiB. */
    public byte[] readFile(String path) {
        return readFile(
                ReadFileRequest.newBuilder().setRef(id).setFilePath(path).build());
    }

    /** @return at most {@code length} bytes from {@code offset}; fewer at the file's end, none behind it */
    public byte[] readFile(String path, long offset, int length) {
        return readFile(ReadFileRequest.newBuilder()
                .setRef(id)
                .setFilePath(path)
                .setRange(FileRange.newBuilder().setOffset(offset).setLength(length))
                .build());
    }

    /** The entries of a folder, by name. */
    public List<FileStat> list(String path) {
        return list(path, "");
    }

    /** @param pattern that names match, {@code *.so}; empty for all */
    public List<FileStat> list(String path, String pattern) {
        ReadDirRequest request = ReadDirRequest.newBuilder()
                .setRef(id)
                .setDirPath(path)
                .setIncludePattern(pattern)
                .build();
        return FileStats.all(bridge.<ReadDirResponse>solve((stub, answer) -> stub.readDir(request, answer))
                .getEntriesList());
    }

    /** What is at a path. */
    public FileStat stat(String path) {
        StatFileRequest request =
                StatFileRequest.newBuilder().setRef(id).setPath(path).build();
        return FileStats.of(bridge.<StatFileResponse>solve((stub, answer) -> stub.statFile(request, answer))
                .getStat());
    }

    String id() {
        return id;
    }

    private byte[] readFile(ReadFileRequest request) {
        return bridge.<ReadFileResponse>solve((stub, answer) -> stub.readFile(request, answer))
                .getData()
                .toByteArray();
    }
}
