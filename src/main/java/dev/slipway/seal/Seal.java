package dev.slipway.seal;

import dev.slipway.home.Home;
import dev.slipway.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * Seals secrets for the database and opens them again: AES-256-GCM, a fresh nonce each time, bound to one place, so that a
 * sealed text that is copied to another row does not open there. See docs/decisions/0030-sealed-secrets.md.
 *
 * <p>A sealed text is {@code s1.<key id>.<Base64url of nonce, ciphertext and tag>}.
 */
@Component
public class Seal {

    private static final String VERSION = "s1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyFile file;
    private volatile List<SealKey> keys = List.of();

    Seal(SealProperties properties, Home home) {
        this.file = new KeyFile(
                properties.keyFile().isBlank()
                        ? home.room("keys").resolve("seal.key")
                        : Path.of(properties.keyFile()).toAbsolutePath());
    }

    /**
     * @param place what the secret belongs to, for example {@code credential/<id>}; the same text opens it
     * @return ASCII, about 4/3 of the secret's bytes and 60 more
     */
    public String seal(String place, String secret) {
        SealKey key = newest();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return VERSION + "." + key.id() + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM can't seal with " + CIPHER, e);
        }
    }

    /**
     * @param place the one that it was sealed for
     * @throws Refusal UNAVAILABLE {@code seal-key-lost} when the key is not in the key file, {@code seal-broken} when the text
     *     was changed or belongs to another place
     */
    public String open(String place, String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw broken();
        }
        SealKey key = find(parts[1]).orElseThrow(() -> lost(parts[1]));
        try {
            byte[] whole = Base64.getUrlDecoder().decode(parts[2]);
            if (whole.length < NONCE_BYTES) {
                throw broken();
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            byte[] opened = cipher(Cipher.DECRYPT_MODE, key, nonce, place)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return new String(opened, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw broken().causedBy(e);
        }
    }

    private static Cipher cipher(int mode, SealKey key, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((VERSION + " " + key.id() + " " + place).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The file is read again at each sealing: a key that an operator added is used from then on. */
    private SealKey newest() {
        List<SealKey> found = file.read();
        if (found.isEmpty()) {
            file.create();
            found = file.read();
        }
        keys = found;
        return found.getLast();
    }

    private Optional<SealKey> find(String id) {
        Optional<SealKey> known = among(keys, id);
        if (known.isEmpty()) {
            keys = file.read();
            known = among(keys, id);
        }
        return known;
    }

    private static Optional<SealKey> among(List<SealKey> keys, String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private static Refusal lost(String id) {
        return Refusal.of(
                Refusal.Kind.UNAVAILABLE,
                "seal-key-lost",
                "The key %s that sealed this secret is not in Slipway's key file. Put the key file back from the backup, or enter the secret again."
                        .formatted(id.matches("[0-9a-f]{8}") ? id : "(unknown)"));
    }

    private static Refusal broken() {
        return Refusal.of(
                Refusal.Kind.UNAVAILABLE,
                "seal-broken",
                "This stored secret was changed outside of Slipway and can't be opened. Enter it again.");
    }
}
