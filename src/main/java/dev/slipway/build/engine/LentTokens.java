package dev.slipway.build.engine;

import dev.slipway.account.AccessTokens;
import dev.slipway.account.IssuedToken;
import dev.slipway.account.Scope;
import dev.slipway.account.TokenRequest;
import dev.slipway.account.UserId;
import dev.slipway.build.Build;
import dev.slipway.build.BuildProperties;
import dev.slipway.workspace.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What a person's builds show Slipway's own registry: a token for one workspace, the same one for all of them. A daemon keeps the
 * credential of every session of the last ten minutes, and at each request asks the new session for its own until one matches:
 * with a token for each build, every build is slower than the one before.
 */
@Component
class LentTokens {

    /** How long a token goes on being lent. */
    private static final Duration LENDING = Duration.ofHours(1);

    /** For what comes after a build's time is up: the answer to its last request. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final AccessTokens tokens;
    private final BuildProperties properties;
    private final Map<Holder, IssuedToken> lent = new ConcurrentHashMap<>();

    LentTokens(AccessTokens tokens, BuildProperties properties) {
        this.tokens = tokens;
        this.properties = properties;
    }

    private record Holder(UserId actor, WorkspaceId workspace) {}

    /** Good for as long as the build may run, unless its actor loses what it stands for. */
    IssuedToken lend(Build build) {
        return lend(build.actor(), build.workspace());
    }

    /** Good for as long as any build may run. */
    IssuedToken lend(UserId actor, WorkspaceId workspace) {
        Instant needed = Instant.now().plus(properties.timeLimit()).plus(SLACK);
        return lent.compute(
                new Holder(actor, workspace),
                (holder, before) -> before != null && isGoodUntil(before, needed) ? before : fresh(holder, needed));
    }

    private boolean isGoodUntil(IssuedToken token, Instant needed) {
        return token.token().expiresAt().filter(end -> !end.isBefore(needed)).isPresent()
                && tokens.isGood(token.token().id());
    }

    private IssuedToken fresh(Holder holder, Instant needed) {
        return tokens.lend(
                holder.actor(),
                new TokenRequest(
                        "builds",
                        Set.of(Scope.READ, Scope.WRITE),
                        Optional.of(holder.workspace().value()),
                        Optional.of(needed.plus(LENDING))));
    }
}
