package dev.slipway.project;

import dev.slipway.account.User;

/**
 * Who made a revision.
 *
 * @param name for people
 * @param userName of the account; stands in the commit in place of a mail address
 */
public record Author(String name, String userName) {

    public static Author of(User user) {
        return new Author(user.displayName(), user.name());
    }
}
