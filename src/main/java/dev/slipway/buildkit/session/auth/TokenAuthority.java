package dev.slipway.buildkit.session.auth;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Proves to a daemon that a later build comes from where an earlier one came from, so that it may use the tokens that the
 * earlier one was given: Ed25519 keys (RFC 8032), one for each registry and daemon, which never leave this process.
 */
final class TokenAuthority {

    private static final String ALGORITHM = "Ed25519";
    private static final int PUBLIC_KEY_BYTES = 32;
    private static final int MAX_KEYS = 256;

    private final Map<String, KeyPair> keys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KeyPair> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** @param salt the daemon's own, new with each of its starts */
    byte[] publicKey(String host, byte[] salt) {
        byte[] encoded = pair(host, salt).getPublic().getEncoded();
        // The key itself stands at the end of its X.509 form (RFC 8410).
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_KEY_BYTES, encoded.length);
    }

    /** The signature, and the payload after it. */
    byte[] sign(String host, byte[] salt, byte[] payload) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair(host, salt).getPrivate());
            signature.update(payload);
            byte[] signed = signature.sign();
            byte[] all = Arrays.copyOf(signed, signed.length + payload.length);
            System.arraycopy(payload, 0, all, signed.length, payload.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK knows " + ALGORITHM, e);
        }
    }

    private KeyPair pair(String host, byte[] salt) {
        String whom = HexFormat.of().formatHex(salt) + " " + host;
        synchronized (keys) {
            return keys.computeIfAbsent(whom, _ -> newPair());
        }
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK knows " + ALGORITHM, e);
        }
    }
}
