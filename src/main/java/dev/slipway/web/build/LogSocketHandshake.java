package dev.slipway.web.build;

import dev.slipway.account.CurrentCaller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Takes down who knocks, while the request still knows it; the socket answers in its own words. */
@Component
class LogSocketHandshake implements HandshakeInterceptor {

    static final String CALLER = LogSocketHandshake.class.getName() + ".caller";

    private final CurrentCaller callers;

    LogSocketHandshake(CurrentCaller callers) {
        this.callers = callers;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        callers.find().ifPresent(caller -> attributes.put(CALLER, caller));
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        // Nothing is left to do.
    }
}
