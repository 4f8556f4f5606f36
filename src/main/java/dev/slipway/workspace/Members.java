package dev.slipway.workspace;

import dev.slipway.account.Accounts;
import dev.slipway.account.User;
import dev.slipway.account.UserId;
import dev.slipway.audit.AuditAction;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who is in a workspace, and as what. A workspace always keeps an owner. */
@Service
public class Members {

    public static final int MAX_PER_WORKSPACE = 1_000;

    private final WorkspaceRows workspaces;
    private final MemberRows rows;
    private final Accounts accounts;
    private final InvitationRows invitations;
    private final ApplicationEventPublisher news;
    private final Clock clock;

    Members(
            WorkspaceRows workspaces,
            MemberRows rows,
            Accounts accounts,
            InvitationRows invitations,
            ApplicationEventPublisher news,
            Clock clock) {
        this.workspaces = workspaces;
        this.rows = rows;
        this.accounts = accounts;
        this.invitations = invitations;
        this.news = news;
        this.clock = clock;
    }

    /** In order of their names. */
    @Transactional(readOnly = true)
    public Page<Member> list(Seat seat, PageRequest request) {
        seat.require(Permission.VIEW);
        List<MemberRow> found = rows.in(seat.workspace().id().value());
        Map<UserId, User> users = accounts.findAll(
                found.stream().map(row -> new UserId(row.key().account())).toList());
        String after = request.after().orElse("");
        List<Member> rest = found.stream()
                .flatMap(row ->
                        Optional.ofNullable(users.get(new UserId(row.key().account())))
                                .map(user -> new Member(user, row.role(), row.since()))
                                .stream())
                .filter(member -> member.user().name().compareTo(after) > 0)
                .sorted(Comparator.comparing(member -> member.user().name()))
                .limit(request.limit() + 1L)
                .toList();
        return Page.of(rest, request, member -> member.user().name());
    }

    /**
     * Lets a user in, or gives him another role.
     *
     * @throws Refusal NOT_FOUND when there is no such user, CONFLICT when the workspace would lose its last owner
     */
    @Transactional
    public Member put(Seat seat, String userName, Role role) {
        seat.require(Permission.MANAGE_MEMBERS);
        User user = accounts.findByName(userName).orElseThrow(Refusal::notFound);
        lock(seat);
        MemberRow row = rows.findById(key(seat, user)).orElse(null);
        if (row == null) {
            requireRoom(rows, seat.workspace().id());
            row = rows.save(new MemberRow(key(seat, user), role, clock.instant()));
            news.publishEvent(seat.did(AuditAction.MEMBER_ADD, user.name(), role.word()));
        } else if (row.role() != role) {
            requireOtherOwner(seat, row, role == Role.OWNER);
            news.publishEvent(
                    seat.did(AuditAction.MEMBER_ROLE, user.name(), row.role().word() + " to " + role.word()));
            row.become(role);
            forgetInvitationsOf(seat, user, role);
        }
        news.publishEvent(new MembershipChanged(seat.workspace().id(), user.id()));
        return new Member(user, row.role(), row.since());
    }

    /**
     * Lets a new user in because the settings of this Slipway say so, not an owner.
     *
     * @return whether there is such a workspace
     */
    @Transactional
    public boolean admit(WorkspaceName workspace, User user, Role role) {
        return workspaces
                .findByName(workspace.value())
                .flatMap(row -> workspaces.lock(row.getId()))
                .map(row -> rows.save(new MemberRow(
                        new MemberRow.Key(
                                row.toWorkspace().id().value(), user.id().value()),
                        role,
                        clock.instant())))
                .isPresent();
    }

    /**
     * Takes a user out; he himself may leave, too.
     *
     * @throws Refusal NOT_FOUND when he is no member, CONFLICT when the workspace would lose its last owner
     */
    @Transactional
    public void remove(Seat seat, String userName) {
        boolean oneself = seat.caller().user().name().equals(userName);
        seat.require(oneself ? Permission.LEAVE : Permission.MANAGE_MEMBERS);
        User user = accounts.findByName(userName).orElseThrow(Refusal::notFound);
        lock(seat);
        MemberRow row = rows.findById(key(seat, user)).orElseThrow(Refusal::notFound);
        requireOtherOwner(seat, row, false);
        rows.delete(row);
        forgetInvitationsOf(seat, user, null);
        news.publishEvent(new MembershipChanged(seat.workspace().id(), user.id()));
        news.publishEvent(seat.did(
                oneself ? AuditAction.MEMBER_LEAVE : AuditAction.MEMBER_REMOVE,
                user.name(),
                row.role().word()));
    }

    /** Somebody who may not invite any more must not come back, or let others in, by a link that he made before. */
    private void forgetInvitationsOf(Seat seat, User user, @Nullable Role role) {
        if (role == null || !role.isAtLeast(Permission.MANAGE_MEMBERS.least())) {
            invitations.deleteMadeBy(seat.workspace().id().value(), user.id().value());
        }
    }

    private void lock(Seat seat) {
        if (workspaces.lock(seat.workspace().id().value()).isEmpty()) {
            throw Refusal.notFound();
        }
    }

    static void requireRoom(MemberRows rows, WorkspaceId workspace) {
        if (rows.in(workspace.value()).size() >= MAX_PER_WORKSPACE) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "too-many-members",
                    "A workspace has at most " + MAX_PER_WORKSPACE + " members.");
        }
    }

    private void requireOtherOwner(Seat seat, MemberRow row, boolean staysOwner) {
        if (row.role() == Role.OWNER
                && !staysOwner
                && rows.count(seat.workspace().id().value(), Role.OWNER) == 1) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT, "last-owner", "A workspace needs an owner. Make somebody else one first.");
        }
    }

    private static MemberRow.Key key(Seat seat, User user) {
        return new MemberRow.Key(seat.workspace().id().value(), user.id().value());
    }
}
