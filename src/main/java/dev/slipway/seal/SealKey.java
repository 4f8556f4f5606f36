package dev.slipway.seal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * One 256-bit key and the name that sealed texts know it by.
 *
 * @param id the first 8 hex digits of the key's SHA-256: a wrong key is never taken for the right one
 */
record SealKey(String id, SecretKey key) {

    private static final int BYTES = 32;
    private static final int ID_BYTES = 4;

    static SealKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return of(bytes);
    }

    /** Reads {@link #line()}; empty when the text is no key, or not the one that its name says. */
    static Optional<SealKey> parse(String line) {
        String[] parts = line.strip().split("\\s+", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(parts[1]);
            return bytes.length == BYTES
                    ? Optional.of(of(bytes)).filter(key -> key.id.equals(parts[0]))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For the key file: the name and the key in Base64. */
    String line() {
        return id + " " + Base64.getEncoder().encodeToString(key.getEncoded());
    }

    @Override
    public String toString() {
        return "key " + id;
    }

    private static SealKey of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new SealKey(
                    HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES)), new SecretKeySpec(bytes, "AES"));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
