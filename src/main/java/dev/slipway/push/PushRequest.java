package dev.slipway.push;

import dev.slipway.credential.CredentialName;
import dev.slipway.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where to push an image.
 *
 * @param destinations each once, 1 to {@value #MAX_DESTINATIONS}
 * @param credential of all of them; empty: for each the workspace's only credential of its registry, or none
 */
public record PushRequest(List<Destination> destinations, Optional<CredentialName> credential) {

    public static final int MAX_DESTINATIONS = 10;

    public PushRequest {
        destinations = List.copyOf(destinations);
        if (destinations.isEmpty() || destinations.size() > MAX_DESTINATIONS) {
            throw Refusal.invalid("/destinations", "destinations", "Name 1 to " + MAX_DESTINATIONS + " destinations.");
        }
        if (destinations.stream().distinct().count() < destinations.size()) {
            throw Refusal.invalid("/destinations", "same-destination", "Name each destination once.");
        }
    }

    /** @throws Refusal INVALID */
    public static PushRequest to(List<String> destinations, Optional<CredentialName> credential) {
        return new PushRequest(
                IntStream.range(0, Math.min(destinations.size(), MAX_DESTINATIONS + 1))
                        .mapToObj(i -> Destination.parse("/destinations/" + i, destinations.get(i)))
                        .toList(),
                credential);
    }
}
