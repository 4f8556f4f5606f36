package dev.slipway.workspace;

import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.NewUser;
import dev.slipway.account.Scope;
import dev.slipway.account.Secrets;
import dev.slipway.account.TryLimit;
import dev.slipway.account.User;
import dev.slipway.account.UserId;
import dev.slipway.audit.AuditAction;
import dev.slipway.paging.Page;
import dev.slipway.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links by which owners let people in. A key is {@code sli_} and 160 random bits in hex, known at the moment of issue only and
 * good for one person; used, expired, revoked and never made answer alike. See docs/decisions/0036-invitations-are-links.md.
 */
@Service
public class Invitations {

    public static final String PREFIX = "sli_";
    public static final int MAX_OPEN = 100;

    /** Per address, before one must pause. */
    public static final int TRIES = 30;

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Pattern KEY = Pattern.compile(PREFIX + "[0-9a-f]{40}");

    private final InvitationRows rows;
    private final WorkspaceRows workspaces;
    private final MemberRows members;
    private final Accounts accounts;
    private final ApplicationEventPublisher news;
    private final Clock clock;
    private final TryLimit limit = new TryLimit(TRIES, PAUSE);

    Invitations(
            InvitationRows rows,
            WorkspaceRows workspaces,
            MemberRows members,
            Accounts accounts,
            ApplicationEventPublisher news,
            Clock clock) {
        this.rows = rows;
        this.workspaces = workspaces;
        this.members = members;
        this.accounts = accounts;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Makes a link.
     *
     * @throws Refusal INVALID for an expiry that is over or too far away, CONFLICT when {@value #MAX_OPEN} are open
     */
    @Transactional
    public IssuedInvitation issue(Seat seat, InvitationRequest request) {
        seat.require(Permission.MANAGE_MEMBERS);
        Instant now = now();
        Instant end = request.expiresAt().orElseGet(() -> now.plus(InvitationRequest.USUAL_LIFE));
        if (!end.isAfter(now)
                || end.isAfter(now.plus(InvitationRequest.MAX_LIFE).plus(Duration.ofMinutes(1)))) {
            throw Refusal.invalid(
                    "/expiresAt",
                    "expiry-out-of-range",
                    "Choose an expiry that is still to come, within " + InvitationRequest.MAX_LIFE.toDays() + " days.");
        }
        if (workspaces.lock(seat.workspace().id().value()).isEmpty()) {
            throw Refusal.notFound();
        }
        rows.deleteExpired(seat.workspace().id().value(), now);
        if (rows.findOpenIn(seat.workspace().id().value(), now).size() >= MAX_OPEN) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "too-many-invitations",
                    MAX_OPEN + " invitations are open. Revoke one that is no longer needed.");
        }
        Invitation invitation = new Invitation(
                InvitationId.random(),
                seat.workspace().id(),
                request.role(),
                seat.caller().id(),
                now,
                end.truncatedTo(ChronoUnit.MICROS));
        String key = Secrets.random(PREFIX);
        rows.save(new InvitationRow(invitation, Secrets.hash(key)));
        news.publishEvent(
                seat.did(AuditAction.INVITATION_CREATE, request.role().word(), "until " + invitation.expiresAt()));
        return new IssuedInvitation(invitation, key);
    }

    /** Those that still work, newest first. */
    @Transactional(readOnly = true)
    public Page<OpenInvitation> list(Seat seat) {
        seat.require(Permission.MANAGE_MEMBERS);
        List<Invitation> open = rows.findOpenIn(seat.workspace().id().value(), now()).stream()
                .map(InvitationRow::toInvitation)
                .toList();
        Map<UserId, User> makers =
                accounts.findAll(open.stream().map(Invitation::madeBy).toList());
        return Page.whole(open.stream()
                .map(each -> new OpenInvitation(
                        each,
                        Optional.ofNullable(makers.get(each.madeBy()))
                                .map(User::displayName)
                                .orElse("")))
                .toList());
    }

    /**
     * Ends a link at once.
     *
     * @throws Refusal NOT_FOUND when it is none of this workspace's, or was used
     */
    @Transactional
    public void revoke(Seat seat, InvitationId id) {
        seat.require(Permission.MANAGE_MEMBERS);
        Invitation invitation = rows.find(id.value(), seat.workspace().id().value())
                .map(InvitationRow::toInvitation)
                .orElseThrow(Refusal::notFound);
        if (rows.delete(id.value()) == 0) {
            throw Refusal.notFound();
        }
        news.publishEvent(
                seat.did(AuditAction.INVITATION_REVOKE, invitation.role().word(), ""));
    }

    /**
     * What a key leads to, for the page that it opens.
     *
     * @param address where the request came from, for the limit on tries
     * @throws Refusal NOT_FOUND for a key that does not work (any more), TOO_MANY
     */
    @Transactional(readOnly = true)
    public Invited look(String key, String address) {
        Invitation invitation = open(key, address);
        Workspace workspace = workspace(invitation);
        String madeBy =
                accounts.find(invitation.madeBy()).map(User::displayName).orElse("");
        return new Invited(workspace, invitation.role(), madeBy, invitation.expiresAt());
    }

    /**
     * Uses the key for the caller.
     *
     * @throws Refusal NOT_FOUND for a key that does not work (any more), CONFLICT for a member, who keeps his role, FORBIDDEN
     *     for an access token that may not, TOO_MANY
     */
    @Transactional
    public Membership accept(Caller caller, String key, String address) {
        if (!caller.has(Scope.WRITE) || caller.boundWorkspace().isPresent()) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "scope-too-narrow",
                    "Accepting needs an access token with the scope write that is not bound to one workspace.");
        }
        return join(caller.user(), open(key, address), caller);
    }

    /**
     * Uses the key for somebody new, who gets an account with it: both or neither.
     *
     * @throws Refusal NOT_FOUND for a key that does not work (any more), CONFLICT when the name is taken, INVALID without a
     *     password, TOO_MANY
     */
    @Transactional
    public Membership signUp(NewUser wanted, String key, String address) {
        Invitation invitation = open(key, address);
        if (wanted.password().isEmpty()) {
            throw Refusal.invalid("/password", "no-password", "Choose a password to sign in with.");
        }
        User user = accounts.create(wanted);
        return join(user, invitation, Caller.of(user));
    }

    private Membership join(User user, Invitation invitation, Caller caller) {
        // The lock keeps two links, or a link and an owner, from letting the same person in twice.
        Workspace workspace = workspaces
                .lock(invitation.workspace().value())
                .map(WorkspaceRow::toWorkspace)
                .orElseThrow(Refusal::notFound);
        MemberRow.Key place =
                new MemberRow.Key(workspace.id().value(), user.id().value());
        if (members.findById(place).isPresent()) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "already-a-member",
                    "You belong to %s already. The invitation still works for somebody else."
                            .formatted(workspace.displayName()));
        }
        Members.requireRoom(members, workspace.id());
        if (rows.delete(invitation.id().value()) == 0) {
            throw Refusal.notFound();
        }
        members.save(new MemberRow(place, invitation.role(), now()));
        news.publishEvent(new MembershipChanged(workspace.id(), user.id()));
        news.publishEvent(caller.did(
                        AuditAction.INVITATION_ACCEPT,
                        user.name(),
                        invitation.role().word())
                .in(workspace.id().value()));
        return new Membership(workspace, invitation.role());
    }

    private Invitation open(String key, String address) {
        limit.take(address, "too-many-invitation-tries");
        Invitation open = Optional.of(key)
                .filter(each -> KEY.matcher(each).matches())
                .flatMap(each -> rows.findOpen(Secrets.hash(each), now()))
                .map(InvitationRow::toInvitation)
                .orElseThrow(Refusal::notFound);
        limit.giveBack(address);
        return open;
    }

    private Workspace workspace(Invitation invitation) {
        return workspaces
                .findById(invitation.workspace().value())
                .map(WorkspaceRow::toWorkspace)
                .orElseThrow(Refusal::notFound);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
