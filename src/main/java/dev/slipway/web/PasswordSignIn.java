package dev.slipway.web;

import dev.slipway.account.Accounts;
import dev.slipway.account.SessionUser;
import dev.slipway.account.User;
import dev.slipway.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Sign-in at the browser's form, with a user's name and password. */
@Component
class PasswordSignIn implements AuthenticationProvider {

    private final Accounts accounts;

    PasswordSignIn(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Authentication authenticate(Authentication form) {
        String address = form.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        try {
            User user = accounts.authenticate(form.getName(), String.valueOf(form.getCredentials()), address)
                    .orElseThrow(() -> new BadCredentialsException("Wrong name or password"));
            return UsernamePasswordAuthenticationToken.authenticated(SessionUser.of(user), null, authorities(user));
        } catch (Refusal refusal) {
            throw new Limited(refusal);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /** For annotations on views only; what a user may do is asked of the policy. */
    static List<GrantedAuthority> authorities(User user) {
        List<GrantedAuthority> authorities = new ArrayList<>(List.of(new SimpleGrantedAuthority("ROLE_USER")));
        if (user.admin()) {
            authorities.add(new SimpleGrantedAuthority("ROLE_ADMIN"));
        }
        return authorities;
    }

    /** Too many tries. */
    static final class Limited extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        Limited(Refusal refusal) {
            super(refusal.sentence(), refusal);
        }
    }
}
