package dev.slipway.web.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.account.Caller;
import dev.slipway.paging.Page;
import dev.slipway.refusal.Refusal;
import dev.slipway.web.Fields;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Invitation;
import dev.slipway.workspace.InvitationId;
import dev.slipway.workspace.InvitationRequest;
import dev.slipway.workspace.Invitations;
import dev.slipway.workspace.IssuedInvitation;
import dev.slipway.workspace.Membership;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

@RestController
@RequestMapping("/api/v1")
class InvitationsController {

    private final Access access;
    private final Invitations invitations;

    InvitationsController(Access access, Invitations invitations) {
        this.access = access;
        this.invitations = invitations;
    }

    @PostMapping("/workspaces/{ws}/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    Issued issue(Caller caller, @PathVariable String ws, @RequestBody Wish wish, HttpServletRequest request) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_MEMBERS);
        Role role = Fields.word("/role", Role.class, Fields.required("/role", wish.role()));
        IssuedInvitation issued =
                invitations.issue(seat, new InvitationRequest(role, Optional.ofNullable(wish.expiresAt())));
        String madeBy = seat.caller().user().displayName();
        return new Issued(Shown.of(issued.invitation(), madeBy), issued.key(), link(request, issued.key()));
    }

    @GetMapping("/workspaces/{ws}/invitations")
    Page<Shown> list(Caller caller, @PathVariable String ws) {
        return invitations
                .list(access.enter(caller, ws, Permission.MANAGE_MEMBERS))
                .map(open -> Shown.of(open.invitation(), open.madeBy()));
    }

    @DeleteMapping("/workspaces/{ws}/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable String ws, @PathVariable String id) {
        invitations.revoke(access.enter(caller, ws, Permission.MANAGE_MEMBERS), parse(id));
    }

    @PostMapping("/invitations/{key}/accept")
    Accepted accept(Caller caller, @PathVariable String key, HttpServletRequest request) {
        return Accepted.of(invitations.accept(caller, key, request.getRemoteAddr()));
    }

    private static String link(HttpServletRequest request, String key) {
        return ServletUriComponentsBuilder.fromContextPath(request)
                .pathSegment("invite", key)
                .build()
                .toUriString();
    }

    private static InvitationId parse(String id) {
        try {
            return new InvitationId(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound().causedBy(e);
        }
    }

    record Wish(@Nullable String role, @Nullable Instant expiresAt) {}

    record Shown(UUID id, String role, String madeBy, Instant createdAt, Instant expiresAt) {

        static Shown of(Invitation invitation, String madeBy) {
            return new Shown(
                    invitation.id().value(),
                    invitation.role().word(),
                    madeBy,
                    invitation.createdAt(),
                    invitation.expiresAt());
        }
    }

    /** @param key and {@code url}: shown this once */
    record Issued(@JsonUnwrapped Shown shown, String key, String url) {}

    record Accepted(String workspace, String displayName, String role) {

        static Accepted of(Membership membership) {
            return new Accepted(
                    membership.workspace().name().value(),
                    membership.workspace().displayName(),
                    membership.role().word());
        }
    }
}
