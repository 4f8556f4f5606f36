package dev.slipway.account;

import dev.slipway.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user to be. Limits are checked here, so that forms and the API say the same sentence.
 *
 * @param name 1 to {@value #MAX_NAME} characters of {@code a-z 0-9 . _ -}, beginning and ending with a letter or a digit
 * @param password empty: the user can't sign in with a password (yet)
 * @param displayName any text of up to {@value #MAX_DISPLAY_NAME} characters; the name when blank
 */
public record NewUser(String name, Optional<String> password, String displayName) {

    public static final int MAX_NAME = 64;
    public static final int MAX_DISPLAY_NAME = 128;
    /** NIST SP 800-63B: length is what counts, so there are no rules about kinds of characters. */
    public static final int MIN_PASSWORD = 8;
    /** In UTF-8; hashing more would be a gift to those who want the server busy. */
    public static final int MAX_PASSWORD_BYTES = 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");

    public NewUser {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid(
                    "/name",
                    "invalid-name",
                    "A user name has 1 to " + MAX_NAME + " characters: small letters, digits, and . _ - in between.");
        }
        displayName = displayName.isBlank() ? name : displayName.strip();
        if (displayName.length() > MAX_DISPLAY_NAME || displayName.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "/displayName",
                    "invalid-display-name",
                    "A display name has up to " + MAX_DISPLAY_NAME + " characters and no line breaks.");
        }
        if (password.isPresent()) {
            checkPassword(password.get(), name);
        }
    }

    public static NewUser withPassword(String name, String password, String displayName) {
        return new NewUser(name, Optional.of(password), displayName);
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "NewUser[name=" + name + ", displayName=" + displayName + "]";
    }

    static boolean fitsAsName(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean fitsAsPassword(String password) {
        return password.length() <= MAX_PASSWORD_BYTES
                && password.getBytes(StandardCharsets.UTF_8).length <= MAX_PASSWORD_BYTES;
    }

    private static void checkPassword(String password, String name) {
        if (password.codePointCount(0, password.length()) < MIN_PASSWORD) {
            throw Refusal.invalid(
                    "/password",
                    "password-too-short",
                    "Use a password of at least " + MIN_PASSWORD
                            + " characters; a few words in a row are easy to keep.");
        }
        if (!fitsAsPassword(password)) {
            throw Refusal.invalid(
                    "/password", "password-too-long", "Use a password of at most " + MAX_PASSWORD_BYTES + " bytes.");
        }
        if (password.equalsIgnoreCase(name)) {
            throw Refusal.invalid("/password", "password-is-name", "Use a password that is not the user name.");
        }
    }
}
