package dev.slipway;

import dev.slipway.home.HomeCheck;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Slipway: the web role, the worker role, or both, as configured. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Slipway {

    /**
     * Tomcat's reading and writing of a WebSocket, in bytes: a log's frame leaves in fewer, larger parts. Three of these belong
     * to each open socket.
     */
    private static final String SOCKET_BUFFER = "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

    public static void main(String[] args) {
        System.setProperty(SOCKET_BUFFER, System.getProperty(SOCKET_BUFFER, "32768"));
        SpringApplication slipway = new SpringApplication(Slipway.class);
        slipway.addInitializers(new HomeCheck());
        slipway.run(args);
    }
}
