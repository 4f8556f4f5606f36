package dev.slipway.openid;

import dev.slipway.workspace.Role;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The OpenID provider of this Slipway. Without an issuer there is none; with nothing but issuer and client, it signs in those
 * who linked it with the account that they have.
 *
 * @param issuer as in the provider's metadata, which is looked for below it at {@code /.well-known/openid-configuration}
 * @param clientId under which the provider knows Slipway
 * @param clientSecret empty: a public client, proved by PKCE alone
 * @param name on the button of the sign-in page
 * @param scopes asked for; {@code openid} is always among them
 * @param emailDomains only verified addresses in these may come in; {@code *}: whoever the provider knows; empty: no rule
 * @param claim name of a claim that must hold one of {@code claimValues}, such as {@code groups}; empty: no rule
 * @param createAccounts whether somebody who has no account yet gets one; needs one of the two rules
 * @param workspace that a new account becomes a member of; empty: none
 * @param role of a new account there; not owner
 */
@ConfigurationProperties("slipway.openid")
public record OpenIdProperties(
        @Nullable String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("single sign-on") String name,
        @DefaultValue({"profile", "email"}) List<String> scopes,
        @DefaultValue List<String> emailDomains,
        @DefaultValue("") String claim,
        @DefaultValue List<String> claimValues,
        @DefaultValue("false") boolean createAccounts,
        @DefaultValue("") String workspace,
        @DefaultValue("developer") Role role) {

    static final int MAX_ISSUER = 512;

    public OpenIdProperties {
        issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
        scopes = withoutBlanks(scopes);
        emailDomains = withoutBlanks(emailDomains).stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT).replaceFirst("^@", ""))
                .toList();
        claimValues = withoutBlanks(claimValues);
        name = name.isBlank() ? "single sign-on" : name.strip();
        if (issuer != null) {
            require(isIssuer(issuer), "SLIPWAY_OPENID_ISSUER is an address such as https://login.example/realms/team");
            require(!clientId.isBlank(), "SLIPWAY_OPENID_ISSUER is set, so SLIPWAY_OPENID_CLIENT_ID must be set too");
            require(
                    claim.isBlank() == claimValues.isEmpty(),
                    "SLIPWAY_OPENID_CLAIM and SLIPWAY_OPENID_CLAIM_VALUES go together: the claim must hold one of the values");
            require(
                    !createAccounts || !emailDomains.isEmpty() || !claim.isBlank(),
                    "SLIPWAY_OPENID_CREATE_ACCOUNTS needs a rule who may come in: SLIPWAY_OPENID_EMAIL_DOMAINS (* for whoever the"
                            + " provider knows) or SLIPWAY_OPENID_CLAIM");
            require(role != Role.OWNER, "SLIPWAY_OPENID_ROLE is viewer, developer or maintainer");
        }
    }

    boolean isConfigured() {
        return issuer != null;
    }

    Optional<String> toIssuer() {
        return Optional.ofNullable(issuer);
    }

    private static boolean isIssuer(String text) {
        try {
            URI uri = URI.create(text);
            return text.length() <= MAX_ISSUER
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> withoutBlanks(List<String> words) {
        return words.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    private static void require(boolean held, String sentence) {
        if (!held) {
            throw new IllegalArgumentException(sentence + ".");
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "OpenIdProperties[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
