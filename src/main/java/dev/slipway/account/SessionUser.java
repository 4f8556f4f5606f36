package dev.slipway.account;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/**
 * The principal of a browser session: who it is, not what he may do; rights are read afresh on every call.
 *
 * @param uuid of the {@link UserId}
 */
public record SessionUser(UUID uuid, String name) implements Principal, Serializable {

    public static SessionUser of(User user) {
        return new SessionUser(user.id().value(), user.name());
    }

    public UserId id() {
        return new UserId(uuid);
    }

    @Override
    public String getName() {
        return name;
    }
}
