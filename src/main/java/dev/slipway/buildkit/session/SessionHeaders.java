package dev.slipway.buildkit.session;

import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a session introduces itself: its id, its shared key, and each method that may be called on it. */
record SessionHeaders(List<Header> all) {

    private static final String PREFIX = "x-docker-expose-session-";

    static SessionHeaders of(String id, String sharedKey, List<ServerServiceDefinition> services) {
        List<Header> all = new ArrayList<>();
        all.add(new Header(PREFIX + "uuid", id));
        all.add(new Header(PREFIX + "sharedkey", sharedKey));
        for (ServerServiceDefinition service : services) {
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                all.add(new Header(
                        PREFIX + "grpc-method",
                        "/" + method.getMethodDescriptor().getFullMethodName()));
            }
        }
        return new SessionHeaders(all);
    }

    /** For a call. */
    Metadata metadata() {
        Metadata metadata = new Metadata();
        all.forEach(
                header -> metadata.put(Metadata.Key.of(header.name, Metadata.ASCII_STRING_MARSHALLER), header.value));
        return metadata;
    }

    /** For a request of HTTP/1.1. */
    String http() {
        return all.stream()
                .map(header -> header.name + ": " + header.value + "\r\n")
                .collect(Collectors.joining());
    }

    /** One line; a value that could not stand in it is refused. */
    record Header(String name, String value) {

        Header {
            if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("a session's key has printable ASCII characters only");
            }
        }
    }
}
