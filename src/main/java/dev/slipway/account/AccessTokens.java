package dev.slipway.account;

import dev.slipway.audit.AuditAction;
import dev.slipway.audit.Audited;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keys for machines. A secret is {@code slp_} and 160 random bits in hex; it is known at the moment of issue only, the
 * database has its SHA-256.
 */
@Service
public class AccessTokens {

    public static final String PREFIX = "slp_";
    public static final int MAX_PER_USER = 100;

    private static final Pattern SECRET = Pattern.compile(PREFIX + "[0-9a-f]{40}");

    private final AccessTokenRows rows;
    private final Accounts accounts;
    private final ApplicationEventPublisher news;
    private final Clock clock;

    AccessTokens(AccessTokenRows rows, Accounts accounts, ApplicationEventPublisher news, Clock clock) {
        this.rows = rows;
        this.accounts = accounts;
        this.news = news;
        this.clock = clock;
    }

    /**
     * A token for the caller himself. A token can make others only with the scope {@code admin}, and none that reaches
     * further or lives longer than itself.
     *
     * @throws Refusal FORBIDDEN when the caller's own token does not reach that far, CONFLICT when he has {@value
     *     #MAX_PER_USER}, INVALID for an expiry in the past
     */
    @Transactional
    public IssuedToken issue(Caller caller, TokenRequest request) {
        requireReach(caller, request);
        return issueListed(caller, request);
    }

    /** A token that {@code owner} made: he sees it in his list. */
    @Transactional
    public IssuedToken issue(UserId owner, TokenRequest request) {
        return issueListed(Caller.of(accounts.find(owner).orElseThrow(Refusal::notFound)), request);
    }

    private IssuedToken issueListed(Caller by, TokenRequest request) {
        UserId owner = by.id();
        if (rows.countByOwnerAndListedTrue(owner.value()) >= MAX_PER_USER) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "too-many-tokens",
                    "You have " + MAX_PER_USER + " access tokens. Revoke one that is no longer used.");
        }
        IssuedToken issued = save(owner, request, true);
        news.publishEvent(audited(by, AuditAction.TOKEN_CREATE, issued.token()));
        return issued;
    }

    /** A short-lived token that Slipway itself works with on behalf of {@code owner}; it is in nobody's list. */
    @Transactional
    public IssuedToken lend(UserId owner, TokenRequest request) {
        if (request.expiresAt().isEmpty()) {
            throw new IllegalArgumentException("What is lent has an end");
        }
        rows.deleteExpiredLent(owner.value(), clock.instant());
        return save(owner, request, false);
    }

    /** Whether Slipway lent the token to a build; false when it is gone. */
    @Transactional(readOnly = true)
    public boolean isLent(TokenId token) {
        return rows.findById(token.value()).filter(row -> !row.isListed()).isPresent();
    }

    /** Who shows {@code secret}; empty when it is none, was revoked, has expired, or its owner is gone. */
    @Transactional
    public Optional<Caller> authenticate(String secret) {
        if (!SECRET.matcher(secret).matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return rows.findBySecretHash(Secrets.hash(secret))
                .filter(row -> row.worksAt(now))
                .flatMap(row -> {
                    AccessToken token = row.toToken();
                    Optional<User> owner = accounts.find(token.owner());
                    if (owner.isPresent() && row.useIsNewsAt(now)) {
                        rows.used(token.id().value(), now);
                    }
                    return owner.map(
                            user -> new Caller(user, token.scopes(), token.workspace(), Optional.of(token.id())));
                });
    }

    /** Whether the token could still be used now. */
    @Transactional(readOnly = true)
    public boolean isGood(TokenId id) {
        return rows.findById(id.value())
                .filter(row -> row.worksAt(clock.instant()))
                .isPresent();
    }

    /** The owner's tokens, newest first; expired ones too, so that he sees why something stopped. */
    @Transactional(readOnly = true)
    public Page<AccessToken> list(UserId owner, PageRequest request) {
        List<AccessToken> all = rows.findByOwnerAndListedTrueOrderByCreatedAtDescId(owner.value()).stream()
                .map(AccessTokenRow::toToken)
                .toList();
        List<AccessToken> rest = request.after()
                .map(cursor -> all.stream()
                        .dropWhile(token -> !cursorOf(token).equals(cursor))
                        .skip(1)
                        .toList())
                .orElse(all);
        return Page.of(rest, request, AccessTokens::cursorOf);
    }

    /**
     * Ends a token at once.
     *
     * @throws Refusal NOT_FOUND when it is not one of the owner's
     */
    @Transactional
    public void revoke(Caller owner, TokenId id) {
        AccessToken token = rows.findById(id.value())
                .map(AccessTokenRow::toToken)
                .filter(found -> found.owner().equals(owner.id()))
                .orElseThrow(Refusal::notFound);
        rows.delete(id.value(), owner.id().value());
        news.publishEvent(new TokenRevoked(id));
        news.publishEvent(audited(owner, AuditAction.TOKEN_REVOKE, token));
    }

    /** Ends all tokens that open only that workspace. */
    @Transactional
    public void revokeBoundTo(UUID workspace) {
        rows.deleteBoundTo(workspace);
    }

    private void requireReach(Caller caller, TokenRequest request) {
        Optional<AccessToken> own =
                caller.token().flatMap(id -> rows.findById(id.value())).map(AccessTokenRow::toToken);
        boolean expiryWithin = own.flatMap(AccessToken::expiresAt)
                .map(end ->
                        request.expiresAt().filter(wish -> !wish.isAfter(end)).isPresent())
                .orElse(true);
        boolean workspaceWithin =
                caller.boundWorkspace().isEmpty() || caller.boundWorkspace().equals(request.workspace());
        boolean scopesWithin = request.scopes().stream().allMatch(caller::has);
        if (!caller.has(Scope.ADMIN) || !scopesWithin || !workspaceWithin || !expiryWithin) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "token-reaches-less",
                    "An access token needs the scope admin to make another one, which can't reach further or live longer"
                            + " than itself. Sign in with your password instead.");
        }
    }

    private IssuedToken save(UserId owner, TokenRequest request, boolean listed) {
        Instant now = clock.instant();
        if (request.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
            throw Refusal.invalid("/expiresAt", "expiry-in-the-past", "Choose an expiry that is still to come.");
        }
        AccessToken token = new AccessToken(
                TokenId.random(),
                owner,
                request.name(),
                request.scopes(),
                request.workspace(),
                now,
                request.expiresAt(),
                Optional.empty());
        String secret = Secrets.random(PREFIX);
        rows.save(new AccessTokenRow(token, Secrets.hash(secret), listed));
        return new IssuedToken(token, secret);
    }

    /** In the workspace that it opens; in all of the owner's when it is bound to none. */
    private static Audited audited(Caller by, AuditAction action, AccessToken token) {
        String scopes = token.scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(", "));
        String end = token.expiresAt().map(at -> "until " + at).orElse("without expiry");
        Audited audited = by.did(action, token.name(), scopes + "; " + end);
        return token.workspace().map(audited::in).orElse(audited);
    }

    private static String cursorOf(AccessToken token) {
        return token.id().value().toString();
    }
}
