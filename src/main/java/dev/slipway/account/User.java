package dev.slipway.account;

/**
 * Somebody who can sign in.
 *
 * @param name as typed at sign-in, unique
 * @param admin administers this Slipway: users and the {@code library} shelf; gives no right in other people's workspaces
 */
public record User(UserId id, String name, String displayName, boolean admin) {}
