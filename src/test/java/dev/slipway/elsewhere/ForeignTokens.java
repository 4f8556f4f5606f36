package dev.slipway.elsewhere;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A token service as Distribution's specification describes it: Basic in, a signed token out. What it says about a token's
 * life need not be true, so that a token ends in the middle of a push.
 */
public final class ForeignTokens implements AutoCloseable {

    public static final String SERVICE = "elsewhere";
    static final String ISSUER = "elsewhere-tokens";

    /** Distribution takes a token for so long after its end. */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final String KEY = "key-1";

    private final HttpServer server;
    private final KeyPair pair;
    private final String authorization;
    private final Duration life;
    private final List<String> given = new CopyOnWriteArrayList<>();
    private final List<String> agents = new CopyOnWriteArrayList<>();

    /** @param life after which the registry refuses a token, though it is said to live for five minutes */
    public ForeignTokens(String user, String password, Duration life) {
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.life = life;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.pair = generator.generateKeyPair();
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::answer);
        server.start();
    }

    /** The scopes of each token that was given. */
    public List<String> given() {
        return List.copyOf(given);
    }

    /** The programs that came with the right password. */
    public List<String> agents() {
        return List.copyOf(agents);
    }

    String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** The public key (RFC 7517). */
    String keys() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(KEY, number(key.getModulus()), number(key.getPublicExponent()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String scopes = scopes(exchange.getRequestURI().getRawQuery());
            byte[] body = known
                    ? "{\"token\":\"%s\",\"expires_in\":300}"
                            .formatted(token(scopes))
                            .getBytes(StandardCharsets.UTF_8)
                    : "{}".getBytes(StandardCharsets.UTF_8);
            if (known) {
                given.add(scopes);
                agents.add(String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")));
            }
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String scopes(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(part -> part.startsWith("scope="))
                .map(part -> URLDecoder.decode(part.substring("scope=".length()), StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    private String token(String scopes) {
        Instant now = Instant.now();
        String access = Arrays.stream(scopes.split(" ", -1))
                .map(scope -> scope.split(":", -1))
                .filter(parts -> parts.length == 3)
                .map(parts -> "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}"
                        .formatted(
                                parts[0],
                                parts[1],
                                Arrays.stream(parts[2].split(",", -1))
                                        .map(action -> '"' + action + '"')
                                        .collect(Collectors.joining(","))))
                .collect(Collectors.joining(","));
        String signed = encoded("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(KEY)) + "."
                + encoded(
                        "{\"iss\":\"%s\",\"sub\":\"robot\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"jti\":\"%s\",\"access\":[%s]}"
                                .formatted(
                                        ISSUER,
                                        SERVICE,
                                        now.minus(LEEWAY).plus(life).getEpochSecond(),
                                        now.minusSeconds(120).getEpochSecond(),
                                        now.minusSeconds(120).getEpochSecond(),
                                        UUID.randomUUID(),
                                        access));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] plain = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }
}
