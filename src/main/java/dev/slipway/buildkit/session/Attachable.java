package dev.slipway.buildkit.session;

import io.grpc.ServerServiceDefinition;

/** One thing that the daemon may ask of its client during a build. */
public interface Attachable {

    /** The gRPC service that answers. It is called from virtual threads and may block. */
    ServerServiceDefinition service();
}
