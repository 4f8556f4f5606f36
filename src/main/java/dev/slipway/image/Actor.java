package dev.slipway.image;

import dev.slipway.account.User;
import dev.slipway.build.BuildNumber;
import java.util.Optional;

/**
 * On whose account something moves.
 *
 * @param name of the user; empty when Slipway found it so in the store
 * @param build that does it for the user
 */
record Actor(Optional<String> name, Optional<BuildNumber> build) {

    static final Actor STORE = new Actor(Optional.empty(), Optional.empty());

    static Actor of(User user) {
        return new Actor(Optional.of(user.name()), Optional.empty());
    }
}
