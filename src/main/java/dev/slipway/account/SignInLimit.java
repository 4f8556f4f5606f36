package dev.slipway.account;

import dev.slipway.refusal.Refusal;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How often a password may be tried: per user name (there or not) {@value #PER_NAME} times at once and then every
 * {@value #NAME_PAUSE_SECONDS} seconds; per address {@value #PER_ADDRESS} times at once and then every
 * {@value #ADDRESS_PAUSE_SECONDS} seconds. A right password gives its tries back.
 */
@Component
class SignInLimit {

    static final int PER_NAME = 10;
    static final int NAME_PAUSE_SECONDS = 10;
    static final int PER_ADDRESS = 50;
    static final int ADDRESS_PAUSE_SECONDS = 2;

    private static final String CODE = "too-many-sign-ins";

    private final TryLimit names = new TryLimit(PER_NAME, Duration.ofSeconds(NAME_PAUSE_SECONDS));
    private final TryLimit addresses = new TryLimit(PER_ADDRESS, Duration.ofSeconds(ADDRESS_PAUSE_SECONDS));

    /**
     * Takes one try.
     *
     * @throws Refusal TOO_MANY when there is none left
     */
    Try take(String name, String address) {
        // Names that nobody can have share one bucket, so that they can't push real ones out.
        String knownForm = NewUser.fitsAsName(name) ? name : "";
        addresses.take(address, CODE);
        names.take(knownForm, CODE);
        return () -> {
            names.giveBack(knownForm);
            addresses.giveBack(address);
        };
    }

    /** A try that was taken. */
    @FunctionalInterface
    interface Try {

        /** The password was right: nothing to count. */
        void giveBack();
    }
}
