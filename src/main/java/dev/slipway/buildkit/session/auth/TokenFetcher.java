package dev.slipway.buildkit.session.auth;

import dev.slipway.buildkit.session.auth.RegistryCredentials.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets tokens from a registry's token service (Distribution's token specification). The service's address is the registry's
 * word, which the daemon passes on, so a password goes there over TLS only; without TLS only from this machine to itself,
 * for a registry that is on it too. Redirects are not followed.
 */
final class TokenFetcher {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final long ANSWER_BYTES = 1 << 20;
    private static final int OK = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private final RegistryCredentials credentials;

    TokenFetcher(RegistryCredentials credentials) {
        this.credentials = credentials;
    }

    /** @throws IOException with a sentence for a person when there is no token */
    Token fetch(Question question) throws IOException, InterruptedException {
        URI realm = realm(question);
        Optional<Credential> credential = credentials.find(question.host());
        HttpRequest request =
                credential.isPresent() && credential.get().username().isEmpty()
                        ? refresh(question, realm, credential.get().secret())
                        : basic(question, realm, credential);
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<byte[]> answer =
                    http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES));
            if (answer.statusCode() != OK) {
                throw new IOException("the token service of %s at %s refused %s with status %d; check the credentials"
                        .formatted(question.host(), realm.getAuthority(), question.scopes(), answer.statusCode()));
            }
            return token(question, answer.body());
        }
    }

    private static URI realm(Question question) throws IOException {
        try {
            URI realm = URI.create(question.realm());
            boolean isSafe = "https".equals(realm.getScheme())
                    || ("http".equals(realm.getScheme())
                            && isLocal(realm.getHost())
                            && isLocal(hostOf(question.host())));
            if (realm.getHost() != null && realm.getRawUserInfo() == null && isSafe) {
                return realm;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text that could not be read.
        }
        throw new IOException("the registry %s names a token service without TLS, where no password is sent"
                .formatted(question.host()));
    }

    private static String hostOf(String registry) {
        String host = URI.create("//" + registry).getHost();
        return host == null ? "" : host;
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(?:\\.[0-9]{1,3}){3}");
    }

    private static HttpRequest basic(Question question, URI realm, Optional<Credential> credential) {
        String query = "client_id=" + encoded(question.clientId()) + "&service=" + encoded(question.service())
                + question.scopes().stream()
                        .map(scope -> "&scope=" + encoded(scope))
                        .collect(Collectors.joining());
        String separator = realm.getRawQuery() == null ? "?" : "&";
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(realm + separator + query)).timeout(ANSWER);
        credential.ifPresent(known -> request.header("Authorization", "Basic " + base64(known)));
        return request.build();
    }

    private static HttpRequest refresh(Question question, URI realm, String identityToken) {
        String form = Map.of(
                        "grant_type", "refresh_token",
                        "client_id", question.clientId(),
                        "service", question.service(),
                        "scope", String.join(" ", question.scopes()),
                        "refresh_token", identityToken)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(realm)
                .timeout(ANSWER)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
    }

    private static Token token(Question question, byte[] body) throws IOException {
        try {
            JsonNode answer = JSON.readTree(body);
            String token =
                    answer.path("token").asString(answer.path("access_token").asString(""));
            if (!token.isEmpty()) {
                return new Token(
                        token,
                        answer.path("expires_in").asLong(0),
                        instant(answer.path("issued_at").asString("")));
            }
        } catch (JacksonException e) {
            // Told below.
        }
        throw new IOException("the token service of %s answered without a token".formatted(question.host()));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            return Instant.now();
        }
    }

    private static String base64(Credential credential) {
        return Base64.getEncoder()
                .encodeToString((credential.username() + ":" + credential.secret()).getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** What the daemon wants a token for. */
    record Question(String host, String realm, String service, List<String> scopes, String clientId) {}

    /** @param seconds that it lives, 0 when the service did not say */
    record Token(String text, long seconds, Instant issued) {}
}
