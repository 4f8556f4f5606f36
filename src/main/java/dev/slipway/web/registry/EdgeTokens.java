package dev.slipway.web.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * The bearer tokens of {@code /v2/token}: an access token or a link's key and what it was asked to be good for, sealed with AES-256-GCM under a
 * key that lives as long as this process. Every request opens it and asks what is in it anew, so revoking that ends the
 * bearer token too.
 */
@Component
class EdgeTokens {

    /** Long enough for the docker client, which takes nothing below 60 s, and for a layer or two. */
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_LENGTH = 16 << 10;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final SecretKey key;

    EdgeTokens(Clock clock) throws GeneralSecurityException {
        this.clock = clock;
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(KEY_BITS, random);
        this.key = generator.generateKey();
    }

    /** What a bearer token stands for. */
    record Opened(String secret, List<Grant> grants) {

        Opened {
            grants = List.copyOf(grants);
        }

        @Override
        public String toString() {
            return "Opened" + grants;
        }
    }

    String seal(String secret, List<Grant> grants) {
        Instant end = clock.instant().plus(LIFE);
        String text = String.join(
                "\n",
                Stream.concat(
                                Stream.of(Long.toString(end.getEpochSecond()), secret),
                                grants.stream().map(Grant::toString))
                        .toList());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK seals with AES-GCM", e);
        }
    }

    /** Empty when it is not one of ours, or no longer good. */
    Optional<Opened> open(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            List<String> lines =
                    new String(text, StandardCharsets.UTF_8).lines().toList();
            Instant end = Instant.ofEpochSecond(Long.parseLong(lines.getFirst()));
            List<Grant> grants = lines.stream()
                    .skip(2)
                    .map(Grant::parse)
                    .flatMap(Optional::stream)
                    .toList();
            return clock.instant().isBefore(end) ? Optional.of(new Opened(lines.get(1), grants)) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
