package dev.slipway.web.build;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Where logs stream. Pages of other origins are refused in the handshake; programs send no origin. */
@Configuration
@EnableWebSocket
class LogSocketConfiguration implements WebSocketConfigurer {

    private final BuildLogSocket socket;
    private final SharedLogSocket shared;
    private final LogSocketHandshake handshake;

    LogSocketConfiguration(BuildLogSocket socket, SharedLogSocket shared, LogSocketHandshake handshake) {
        this.socket = socket;
        this.shared = shared;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(socket, "/ws/workspaces/*/builds/*/log").addInterceptors(handshake);
        registry.addHandler(shared, "/ws/shared/*/log");
    }
}
