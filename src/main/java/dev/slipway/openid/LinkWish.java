package dev.slipway.openid;

import dev.slipway.account.UserId;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * In the session of a person who asked to link the provider: without it, coming back from the provider is a sign-in. It is
 * given by a click on Slipway's own page, so that no other page can link somebody's account with a stranger's identity.
 */
public record LinkWish(UUID account, Instant at) implements Serializable {

    /** The session's attribute. */
    public static final String ATTRIBUTE = LinkWish.class.getName();

    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    public static LinkWish of(UserId account) {
        return new LinkWish(account.value(), Instant.now());
    }

    public boolean isOf(UserId signedIn) {
        return account.equals(signedIn.value()) && Instant.now().isBefore(at.plus(GOOD_FOR));
    }
}
