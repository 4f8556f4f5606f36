package dev.slipway.buildkit.session;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a client offers to the daemon for one build. A value: the client opens a connection for it with each build.
 *
 * @param sharedKey sources sent under the same key and name are compared with, so only differences travel. Whoever knows
 *     the key can have the daemon use these sources: make it an unguessable one per project
 */
public record Session(String sharedKey, List<Attachable> attachables) {

    public Session {
        attachables = List.copyOf(attachables);
    }

    /** A session with these to answer the daemon. */
    public static Session of(String sharedKey, Attachable... attachables) {
        return new Session(sharedKey, List.of(attachables));
    }

    /** A copy that offers one thing more. */
    public Session with(Attachable attachable) {
        return new Session(
                sharedKey,
                Stream.concat(attachables.stream(), Stream.of(attachable)).toList());
    }
}
