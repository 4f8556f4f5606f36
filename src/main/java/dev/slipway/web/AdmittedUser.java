package dev.slipway.web;

import dev.slipway.account.User;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** On the way from the provider to a session: whose account it is. Never kept. */
final class AdmittedUser extends DefaultOidcUser {

    private static final long serialVersionUID = 1L;

    private final transient User user;

    AdmittedUser(OidcUser known, User user) {
        super(known.getAuthorities(), known.getIdToken(), known.getUserInfo());
        this.user = user;
    }

    User user() {
        return user;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof AdmittedUser admitted && admitted.user.equals(user);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + user.hashCode();
    }
}
