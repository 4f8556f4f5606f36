package dev.slipway.workspace;

import dev.slipway.account.User;
import java.time.Instant;

/** A user's place in a workspace. */
public record Member(User user, Role role, Instant since) {}
