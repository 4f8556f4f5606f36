package dev.slipway.account;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id (RFC 9106) with 19 MiB, 2 passes, 1 lane, a salt of 16 and a hash of 32 bytes: OWASP's first choice where memory
 * is shared with other work. As many hashes run at once as there are processors, so a crowd at the door costs time, not
 * memory.
 */
@Component
class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /** Stands in for the hash of a user who isn't there or has no password: nobody knows what it is of. */
    private final String decoy = hash(Secrets.random(""));

    String hash(String password) {
        turns.acquireUninterruptibly();
        try {
            return Objects.requireNonNull(argon2.encode(password));
        } finally {
            turns.release();
        }
    }

    /** Takes the same work whether or not there is a hash to compare with. */
    boolean matches(String password, @Nullable String hash) {
        boolean worthHashing = NewUser.fitsAsPassword(password);
        turns.acquireUninterruptibly();
        try {
            boolean equal = argon2.matches(worthHashing ? password : "", hash == null ? decoy : hash);
            return equal && hash != null && worthHashing;
        } finally {
            turns.release();
        }
    }
}
