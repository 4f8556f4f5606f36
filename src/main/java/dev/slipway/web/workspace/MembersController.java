package dev.slipway.web.workspace;

import dev.slipway.account.Caller;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.web.Fields;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Member;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/workspaces/{ws}/members")
class MembersController {

    private final Access access;
    private final Members members;

    MembersController(Access access, Members members) {
        this.access = access;
        this.members = members;
    }

    @GetMapping
    Page<Shown> list(Caller caller, @PathVariable String ws, PageRequest request) {
        return members.list(access.enter(caller, ws, Permission.VIEW), request).map(Shown::of);
    }

    @PutMapping("/{user}")
    Shown put(Caller caller, @PathVariable String ws, @PathVariable String user, @RequestBody Wish wish) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_MEMBERS);
        Role role = Fields.word("/role", Role.class, Fields.required("/role", wish.role()));
        return Shown.of(members.put(seat, user, role));
    }

    /** An owner takes anybody out; a member may leave. */
    @DeleteMapping("/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String ws, @PathVariable String user) {
        members.remove(access.enter(caller, ws, Permission.VIEW), user);
    }

    record Wish(@Nullable String role) {}

    record Shown(String name, String displayName, String role, Instant since) {

        static Shown of(Member member) {
            return new Shown(
                    member.user().name(),
                    member.user().displayName(),
                    member.role().word(),
                    member.since());
        }
    }
}
