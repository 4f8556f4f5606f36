package dev.slipway.ui.kit;

import java.util.Optional;

/** What the way to the OpenID provider and back came to, in words for the person who took it. */
public final class OpenIdWords {

    /** Query parameter of the page where the way ends. */
    public static final String OUTCOME = "openid";

    /** Where the way begins; not a view. */
    public static final String START = "/oauth2/authorization/openid";

    private OpenIdWords() {}

    /** @param provider its name on buttons */
    public static Optional<Notice> of(String outcome, String provider) {
        return Optional.ofNullable(
                switch (outcome) {
                    case "linked" -> Notice.info("Linked.", "From now on you can sign in with " + provider + ".");
                    case "cancelled" ->
                        Notice.warning(
                                "You said no at " + provider + ".", "Nothing was passed on, and nothing has changed.");
                    case "stale" ->
                        Notice.warning(
                                "That sign-in was used already, or is too old.",
                                "Begin it again here; a page from the browser's history does not work.");
                    case "away" ->
                        Notice.failed(
                                "Slipway can't reach " + provider + " at the moment.",
                                "A password works as always. Try again in a minute; Slipway's log has the reason for an administrator.");
                    case "not-admitted" ->
                        Notice.failed(
                                provider + " knows you, but you are not among those who may come in here.",
                                "Ask an administrator of this Slipway, or sign in there with another account.");
                    case "no-account" ->
                        Notice.failed(
                                "No account here is linked with yours at " + provider + ".",
                                "If you have a password, sign in with it and link them under Account. Otherwise ask an administrator for an account.");
                    case "linked-elsewhere" ->
                        Notice.failed(
                                "Somebody else's account is linked with this person at " + provider + ".",
                                "Nothing has changed. Sign in there with your own account and try again.");
                    case "linked-otherwise" ->
                        Notice.failed(
                                "Your account is linked with another person at " + provider + ".",
                                "Nothing has changed. Unlink that one first.");
                    case "failed" ->
                        Notice.failed(
                                "The answer of " + provider + " can't be used.",
                                "Try again; if it stays so, an administrator finds the reason in Slipway's log.");
                    default -> null;
                });
    }
}
