package dev.slipway.openid;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the provider says that somebody is, after its signature was checked: OpenID Connect Core 1.0, section 5.1.
 *
 * @param subject the provider's own id of the person, which is all that counts
 * @param claims the ID token's and the user info endpoint's
 */
public record OpenIdPerson(String issuer, String subject, Map<String, Object> claims) {

    private static final int MAX_SUBJECT = 255;
    private static final int MAX_ACCOUNT_NAME = 48;
    private static final int MAX_DISPLAY_NAME = 128;

    /** @throws IllegalArgumentException when the subject is longer than OpenID Connect allows */
    public OpenIdPerson {
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException("A subject has 1 to " + MAX_SUBJECT + " characters");
        }
        claims = Map.copyOf(claims);
    }

    /** Only an address that the provider verified. */
    Optional<String> email() {
        return Boolean.TRUE.equals(claims.get("email_verified")) ? text("email") : Optional.empty();
    }

    boolean isIn(List<String> domains) {
        return domains.contains("*")
                || email().map(address ->
                                address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
                        .filter(domains::contains)
                        .isPresent();
    }

    boolean holds(String claim, List<String> wanted) {
        @Nullable Object value = claims.get(claim);
        return value instanceof Collection<?> values
                ? values.stream().map(String::valueOf).anyMatch(wanted::contains)
                : value != null && wanted.contains(String.valueOf(value));
    }

    /** For the account's name: what the person is called at the provider, in the letters that a name here may have. */
    String accountName() {
        String called = text("preferred_username").or(() -> text("email")).orElse("");
        String plain = Normalizer.normalize(called.replaceFirst("@.*", ""), Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9._-]+", "-");
        String shortened = plain.substring(0, Math.min(plain.length(), MAX_ACCOUNT_NAME));
        String name = shortened.replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        return name.isEmpty() ? "user" : name;
    }

    /** Empty when the provider says none. */
    String displayName() {
        String name = text("name")
                .orElse("")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
                .strip();
        return name.substring(0, Math.min(name.length(), MAX_DISPLAY_NAME));
    }

    private Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text && !text.isBlank()
                ? Optional.of(text.strip())
                : Optional.empty();
    }

    /** Claims are nobody's business in a log. */
    @Override
    public String toString() {
        return "OpenIdPerson[" + subject + " at " + issuer + "]";
    }
}
