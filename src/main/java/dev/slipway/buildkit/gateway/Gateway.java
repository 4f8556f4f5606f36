package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.SolveFailedException;
import java.util.Map;
import java.util.Set;

/** A build that is open. Every call throws {@link BuildkitException} when the daemon or the connection fails. */
public interface Gateway {

    /**
     * Has the frontend do the request's work, all steps of it.
     *
     * @throws SolveFailedException when a step failed; {@link SolveFailedException#step()} leads into it
     */
    GatewayResult evaluate();

    /**
     * Has the frontend plan.
     *
     * @param attributes in addition to the request's, or in their place
     * @param evaluate false to run no step before its files are asked for
     * @throws SolveFailedException when the Dockerfile or, with {@code evaluate}, a step failed
     */
    GatewayResult solve(Map<String, String> attributes, boolean evaluate);

    /**
     * Asks the frontend something, {@code frontend.lint} for instance.
     *
     * @return its answer as JSON
     */
    byte[] ask(String subrequest);

    /** A container with a process to come. Close it, or its mounts stay until the build's end. */
    Container newContainer(ContainerSpec spec);

    /** What this daemon can do, by BuildKit's names, {@code gateway.exec.signals} for instance. */
    Set<String> capabilities();
}
