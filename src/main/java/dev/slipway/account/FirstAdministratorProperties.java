package dev.slipway.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who administers a Slipway that has no user yet.
 *
 * @param user {@code SLIPWAY_ADMIN_USER}
 * @param password {@code SLIPWAY_ADMIN_PASSWORD}
 */
@ConfigurationProperties("slipway.admin")
record FirstAdministratorProperties(
        @Nullable String user, @Nullable String password) {

    Optional<NewUser> newUser() {
        if (user == null || user.isBlank()) {
            return Optional.empty();
        }
        if (password == null || password.isEmpty()) {
            throw new IllegalStateException("SLIPWAY_ADMIN_USER is set, so SLIPWAY_ADMIN_PASSWORD must be set too.");
        }
        return Optional.of(NewUser.withPassword(user, password, user));
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "FirstAdministratorProperties[user=" + user + "]";
    }
}
