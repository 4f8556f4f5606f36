package dev.slipway.oci;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The name of a blob by its content, {@code sha256:<64 lower-case hex digits>} (OCI image-spec, descriptor, "Digests").
 *
 * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}
 * @param hex lower case, as long as the algorithm says
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {

    private static final Map<String, Integer> HEX_DIGITS = Map.of("sha256", 64, "sha384", 96, "sha512", 128);
    private static final int SHORT = 12;

    public Digest {
        Integer digits = HEX_DIGITS.get(algorithm);
        if (digits == null || hex.length() != digits || !isLowerHex(hex)) {
            throw new IllegalArgumentException(
                    "'%s:%s' is not a digest; a digest looks like 'sha256:' and 64 lower-case hex digits"
                            .formatted(algorithm, hex));
        }
    }

    /** @throws IllegalArgumentException when {@code text} is not {@code algorithm:hex} */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new Digest("", text) : new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** {@link #parse} for text of strangers: empty when it is not a digest. */
    public static Optional<Digest> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The sha256 digest of {@code content}. */
    public static Digest of(byte[] content) {
        return sha256(sha256().digest(content));
    }

    /** The sha256 digest of {@code text} in UTF-8. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest whose 32 bytes a sha256 {@link MessageDigest} has already computed. */
    public static Digest sha256(byte[] hash) {
        return new Digest("sha256", HexFormat.of().formatHex(hash));
    }

    /** The first 12 hex digits, enough for people. */
    public String shortHex() {
        return hex.substring(0, SHORT);
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }

    private static boolean isLowerHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
