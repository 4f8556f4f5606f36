package dev.slipway.buildkit.gateway;

/**
 * What a client does with a build while it is open; it takes a frontend's place (BuildKit's gateway). Runs on a virtual
 * thread, which is interrupted when the build is cancelled, and may take as long as it likes: results, containers and what
 * a failed step left behind live until it is over.
 */
@FunctionalInterface
public interface BuildFunction {

    /** Has the frontend build, and exports what comes of it. */
    BuildFunction EVALUATE = Gateway::evaluate;

    /**
     * @return what goes to the exporters; {@link GatewayResult#NOTHING} for none
     * @throws RuntimeException to end the build as failed
     */
    GatewayResult run(Gateway gateway) throws InterruptedException;
}
