package dev.slipway.account;

import dev.slipway.refusal.Refusal;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * The caller of the running request, from Spring Security's context. A user who was deleted or lost the administrator's
 * rights loses them with the next call, not with the next sign-in.
 */
@Component
public class CurrentCaller {

    private final Accounts accounts;

    CurrentCaller(Accounts accounts) {
        this.accounts = accounts;
    }

    public Optional<Caller> find() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) {
            return Optional.empty();
        }
        return switch (authentication.getPrincipal()) {
            case Caller caller -> Optional.of(caller);
            case SessionUser session -> accounts.find(session.id()).map(Caller::of);
            case null, default -> Optional.empty();
        };
    }

    /** @throws Refusal UNAUTHENTICATED when nobody is signed in */
    public Caller get() {
        return find().orElseThrow(() -> Refusal.of(
                Refusal.Kind.UNAUTHENTICATED,
                "unauthenticated",
                "Sign in, or send an access token that is still valid."));
    }
}
