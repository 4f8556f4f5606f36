package dev.slipway.buildkit.session.filesend;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.io.IOException;
import java.util.function.Consumer;

/** Where one exporter's transfers come down. */
interface Landing {

    /**
     * Takes a transfer; a build for several platforms has several at once.
     *
     * @param onFailure is told why it could not be taken
     */
    ServerCall.Listener<byte[]> receive(
            ServerCall<byte[], byte[]> call, Metadata headers, Consumer<Exception> onFailure) throws IOException;

    /** Makes what has arrived visible under its name. */
    void commit() throws IOException;

    /** Frees everything; has no effect on what was committed. */
    void discard();
}
