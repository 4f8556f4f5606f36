package dev.slipway.workspace;

import dev.slipway.account.AccessTokens;
import dev.slipway.account.Caller;
import dev.slipway.account.Scope;
import dev.slipway.account.User;
import dev.slipway.account.UserCreated;
import dev.slipway.account.UserLeaves;
import dev.slipway.audit.AuditAction;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Makes, finds, renames and deletes workspaces. */
@Service
public class Workspaces {

    /** A user may own so many. */
    public static final int MAX_OWNED = 100;

    private final WorkspaceRows rows;
    private final MemberRows members;
    private final AccessTokens tokens;
    private final ApplicationEventPublisher news;
    private final TransactionOperations transaction;
    private final Clock clock;

    Workspaces(
            WorkspaceRows rows,
            MemberRows members,
            AccessTokens tokens,
            ApplicationEventPublisher news,
            TransactionOperations transaction,
            Clock clock) {
        this.rows = rows;
        this.members = members;
        this.tokens = tokens;
        this.news = news;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Makes a workspace that the caller owns.
     *
     * @param displayName the name when blank
     * @throws Refusal CONFLICT when the name is taken, FORBIDDEN for an access token that may not
     */
    @Transactional
    public Workspace create(Caller caller, WorkspaceName name, String displayName) {
        requireMayCreate(caller);
        if (members.countOf(caller.id().value(), Role.OWNER) >= MAX_OWNED) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "too-many-workspaces",
                    "You own " + MAX_OWNED + " workspaces. Delete one that is no longer used.");
        }
        Workspace made = insert(name, displayName, caller.user(), false);
        news.publishEvent(caller.did(AuditAction.WORKSPACE_CREATE, made.name().value(), made.displayName())
                .in(made.id().value()));
        return made;
    }

    /** @throws Refusal FORBIDDEN for an access token that may not make a workspace; every user may */
    public void requireMayCreate(Caller caller) {
        if (!caller.has(Scope.WRITE) || caller.boundWorkspace().isPresent()) {
            throw Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "scope-too-narrow",
                    "Making a workspace needs an access token with the scope write that is not bound to one workspace.");
        }
    }

    /** Those that the caller is a member of and his credential opens, in order of their names. */
    @Transactional(readOnly = true)
    public Page<Membership> list(Caller caller, PageRequest request) {
        var found = rows.findOf(caller.id().value(), request.after().orElse(""), Limit.of(request.limit() + 1));
        Map<WorkspaceId, Role> roles = members.of(caller.id().value()).stream()
                .collect(Collectors.toMap(member -> new WorkspaceId(member.key().workspace()), MemberRow::role));
        Page<Workspace> page = Page.of(
                found.stream().map(WorkspaceRow::toWorkspace).toList(),
                request,
                workspace -> workspace.name().value());
        return new Page<>(
                page.items().stream()
                        .filter(workspace -> opens(caller, workspace))
                        .flatMap(
                                workspace -> Optional.ofNullable(roles.get(workspace.id()))
                                        .map(role -> new Membership(workspace, role))
                                        .stream())
                        .toList(),
                page.next());
    }

    /** Without asking whether anybody may see it: for Slipway's own work, never for an answer to a caller. */
    @Transactional(readOnly = true)
    public Optional<Workspace> find(WorkspaceId id) {
        return rows.findById(id.value()).map(WorkspaceRow::toWorkspace);
    }

    /** As {@link #find}, for many. */
    @Transactional(readOnly = true)
    public Map<WorkspaceId, Workspace> findAll(Collection<WorkspaceId> ids) {
        return rows.findByIdIn(ids.stream().map(WorkspaceId::value).toList()).stream()
                .map(WorkspaceRow::toWorkspace)
                .collect(Collectors.toMap(Workspace::id, Function.identity()));
    }

    /** The administrators' shelf. */
    @Transactional(readOnly = true)
    public Workspace library() {
        return rows.findByName(WorkspaceName.LIBRARY.value()).orElseThrow().toWorkspace();
    }

    /**
     * Gives it another display name. Its name in addresses stays: see docs/decisions/0034-a-workspace-keeps-its-name.md.
     *
     * @param displayName the name when blank
     */
    @Transactional
    public Workspace rename(Seat seat, String displayName) {
        seat.require(Permission.EDIT_WORKSPACE);
        WorkspaceRow row = rows.lock(seat.workspace().id().value()).orElseThrow(Refusal::notFound);
        row.show(checked(displayName, seat.workspace().name()));
        Workspace renamed = row.toWorkspace();
        news.publishEvent(seat.did(
                AuditAction.WORKSPACE_RENAME,
                renamed.name().value(),
                seat.workspace().displayName() + " to " + renamed.displayName()));
        return renamed;
    }

    /** Deletes the workspace and all that is in it; what runs for it is ended first, which takes some seconds at most. */
    public void delete(Seat seat) {
        seat.require(Permission.DELETE_WORKSPACE);
        news.publishEvent(new WorkspaceCloses(seat.workspace()));
        transaction.executeWithoutResult(status -> {
            if (rows.lock(seat.workspace().id().value()).isEmpty()) {
                throw Refusal.notFound();
            }
            news.publishEvent(new WorkspaceLeaves(seat.workspace()));
            tokens.revokeBoundTo(seat.workspace().id().value());
            rows.delete(seat.workspace().id().value());
            news.publishEvent(seat.caller()
                    .did(AuditAction.WORKSPACE_DELETE, seat.workspace().name().value(), ""));
        });
    }

    /** The first user of a new Slipway finds a place to work in. */
    @EventListener
    void makePersonalWorkspace(UserCreated created) {
        if (created.first()) {
            User owner = created.user();
            insert(freeNameFor(owner), owner.displayName(), owner, true);
        }
    }

    /** A workspace without an owner could never be managed again. */
    @EventListener
    void keepOwners(UserLeaves leaving) {
        members.of(leaving.user().id().value()).stream()
                .filter(member -> member.role() == Role.OWNER)
                .filter(member -> members.count(member.key().workspace(), Role.OWNER) == 1)
                .findFirst()
                .ifPresent(member -> {
                    throw Refusal.of(
                            Refusal.Kind.CONFLICT,
                            "last-owner",
                            leaving.user().name()
                                    + " is the only owner of a workspace. Make somebody else its owner, or delete it"
                                    + " first.");
                });
    }

    private static boolean opens(Caller caller, Workspace workspace) {
        return caller.boundWorkspace()
                .map(bound -> bound.equals(workspace.id().value()))
                .orElse(true);
    }

    private WorkspaceName freeNameFor(User user) {
        Stream<String> candidates = Stream.concat(
                Stream.of(user.name()),
                IntStream.iterate(1, i -> i + 1)
                        .mapToObj(i -> shortened(user.name()) + "-workspace" + (i == 1 ? "" : "-" + i)));
        return candidates
                .map(WorkspaceName::new)
                .filter(name -> !name.isReserved() && !rows.existsByName(name.value()))
                .findFirst()
                .orElseThrow();
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 40));
    }

    private Workspace insert(WorkspaceName name, String displayName, User owner, boolean firstRun) {
        Workspace workspace = new Workspace(WorkspaceId.random(), name, checked(displayName, name), clock.instant());
        try {
            rows.saveAndFlush(new WorkspaceRow(workspace));
        } catch (DataIntegrityViolationException e) {
            throw Refusal.of(Refusal.Kind.CONFLICT, "name-taken", "The name " + name + " is taken. Choose another one.")
                    .causedBy(e);
        }
        members.save(new MemberRow(
                new MemberRow.Key(workspace.id().value(), owner.id().value()), Role.OWNER, workspace.createdAt()));
        news.publishEvent(new WorkspaceCreated(workspace, owner, firstRun));
        return workspace;
    }

    private static String checked(String displayName, WorkspaceName name) {
        String stripped = displayName.isBlank() ? name.value() : displayName.strip();
        if (stripped.length() > Workspace.MAX_DISPLAY_NAME || stripped.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "/displayName",
                    "invalid-display-name",
                    "A display name has up to " + Workspace.MAX_DISPLAY_NAME + " characters and no line breaks.");
        }
        return stripped;
    }
}
