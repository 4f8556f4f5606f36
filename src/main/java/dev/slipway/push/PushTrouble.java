package dev.slipway.push;

import dev.slipway.outbound.UnreachableException;
import dev.slipway.registry.RegistryException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;

/** What went wrong with a push, for people: which host, which credential, what is safe. Nothing that a registry wrote is in it. */
final class PushTrouble {

    private static final Map<Integer, String> STATUS_WORDS = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(507, "Insufficient Storage"));

    private PushTrouble() {}

    static String sentence(Push push, IOException trouble) {
        String host = push.destination().registry().name();
        return switch (trouble) {
            case UnreachableException nobody -> String.valueOf(nobody.getMessage());
            case RegistryException said -> said(push, host, said);
            case SSLException e ->
                "%s could not be spoken to over TLS: its certificate is not known here, or it speaks none."
                        .formatted(host);
            default -> "The connection to %s broke again and again.".formatted(host);
        };
    }

    /** @param there bytes that the destination has */
    static String safe(long there) {
        return there == 0
                ? "Nothing has arrived there yet."
                : "%s are already there and will not be sent again.".formatted(size(there));
    }

    private static String said(Push push, String host, RegistryException said) {
        String status = status(said);
        String credential =
                push.credential().map(used -> "the credential " + used.name()).orElse("");
        return switch (said.status()) {
            case 401 ->
                credential.isEmpty()
                        ? "%s wants a credential (%s). Choose one and retry.".formatted(host, status)
                        : "%s refused %s (%s).".formatted(host, credential, status);
            case 403 ->
                credential.isEmpty()
                        ? "%s does not let anybody push to %s without a credential (%s)."
                                .formatted(host, push.destination().repository(), status)
                        : "%s does not let %s push to %s (%s)."
                                .formatted(host, credential, push.destination().repository(), status);
            case 404 ->
                "%s has no repository %s, or does not show it%s (%s)."
                        .formatted(
                                host,
                                push.destination().repository(),
                                credential.isEmpty() ? "" : " to " + credential,
                                status);
            case 413 -> "%s takes no layer as large as one of these (%s).".formatted(host, status);
            case 429 -> "%s asks for a pause (%s). Retry in some minutes.".formatted(host, status);
            case 500, 502, 503, 504, 507 -> "%s has trouble of its own (%s).".formatted(host, status);
            default -> "%s did not take the image (%s).".formatted(host, status);
        };
    }

    private static String status(RegistryException said) {
        String words = STATUS_WORDS.getOrDefault(said.status(), "");
        String codes = said.codes().isEmpty() ? "" : ": " + String.join(", ", said.codes());
        return (said.status() + " " + words).strip() + codes;
    }

    private static String size(long bytes) {
        if (bytes < 1_000_000) {
            return bytes < 1_000 ? bytes + " B" : bytes / 1_000 + " kB";
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
