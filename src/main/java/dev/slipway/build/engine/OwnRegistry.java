package dev.slipway.build.engine;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Slipway's own {@code /v2/} edge, as the daemons of this machine reach it. */
@Component
class OwnRegistry {

    private final Environment environment;

    OwnRegistry(Environment environment) {
        this.environment = environment;
    }

    /** Host and port; empty while the server is not up. */
    String address() {
        String port = environment.getProperty("local.server.port");
        return port == null ? "" : "127.0.0.1:" + port;
    }
}
