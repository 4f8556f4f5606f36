package dev.slipway.workspace;

import dev.slipway.account.AccessTokens;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.Scope;
import dev.slipway.refusal.Refusal;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one door to every workspace: REST, WebSocket, registry edge, git and the views ask here, and what is not allowed by
 * {@link Permission} is refused. See docs/decisions/0011-default-deny.md.
 */
@Service
public class Access {

    private final WorkspaceRows workspaces;
    private final MemberRows members;
    private final Accounts accounts;
    private final AccessTokens tokens;

    Access(WorkspaceRows workspaces, MemberRows members, Accounts accounts, AccessTokens tokens) {
        this.workspaces = workspaces;
        this.members = members;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /**
     * Lets the caller in to do one thing.
     *
     * @param workspaceName as it stands in the address; any text
     * @throws Refusal NOT_FOUND when there is no such workspace or the caller may not see it, FORBIDDEN when he may see it
     *     but not do that
     */
    @Transactional(readOnly = true)
    public Seat enter(Caller caller, String workspaceName, Permission needed) {
        Seat seat = WorkspaceName.find(workspaceName)
                .flatMap(name -> workspaces.findByName(name.value()))
                .map(WorkspaceRow::toWorkspace)
                .flatMap(workspace -> seat(caller, workspace))
                .orElseThrow(Refusal::notFound);
        seat.require(needed);
        return seat;
    }

    /** As {@link #enter(Caller, String, Permission)}, for a workspace that is known already. */
    @Transactional(readOnly = true)
    public Seat enter(Caller caller, WorkspaceId id, Permission needed) {
        Seat seat = workspaces
                .findById(id.value())
                .map(WorkspaceRow::toWorkspace)
                .flatMap(workspace -> seat(caller, workspace))
                .orElseThrow(Refusal::notFound);
        seat.require(needed);
        return seat;
    }

    /**
     * Whether who was let in could still enter: what stays open (a socket, a stream, a page) asks at least once a minute and
     * ends when the answer is no.
     */
    @Transactional(readOnly = true)
    public boolean stillAllows(Seat seat, Permission needed) {
        Caller caller = seat.caller();
        boolean tokenGood = caller.token().map(tokens::isGood).orElse(true);
        return tokenGood
                && accounts.find(caller.id())
                        .map(user -> new Caller(user, caller.scopes(), caller.boundWorkspace(), caller.token()))
                        .flatMap(now -> workspaces
                                .findById(seat.workspace().id().value())
                                .map(WorkspaceRow::toWorkspace)
                                .flatMap(workspace -> seat(now, workspace)))
                        .filter(now -> now.allows(needed))
                        .isPresent();
    }

    private Optional<Seat> seat(Caller caller, Workspace workspace) {
        if (!caller.has(Scope.READ)) {
            return Optional.empty();
        }
        if (workspace.isLibrary()) {
            return Optional.of(new Seat(workspace, caller, roleAtLibrary(caller)));
        }
        boolean outOfBounds = caller.boundWorkspace()
                .filter(bound -> !bound.equals(workspace.id().value()))
                .isPresent();
        if (outOfBounds) {
            return Optional.empty();
        }
        return members.findById(
                        new MemberRow.Key(workspace.id().value(), caller.id().value()))
                .map(member -> new Seat(workspace, caller, member.role()));
    }

    /**
     * Base images are there for everybody who signed in, builds with their bound tokens included; only administrators
     * change them.
     */
    private static Role roleAtLibrary(Caller caller) {
        boolean keeper = caller.user().admin() && caller.boundWorkspace().isEmpty();
        return keeper ? Role.MAINTAINER : Role.VIEWER;
    }
}
