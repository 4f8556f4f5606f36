package dev.slipway.web.workspace;

import dev.slipway.account.Caller;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.web.Fields;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceName;
import dev.slipway.workspace.Workspaces;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/workspaces")
class WorkspacesController {

    private final Access access;
    private final Workspaces workspaces;

    WorkspacesController(Access access, Workspaces workspaces) {
        this.access = access;
        this.workspaces = workspaces;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Shown create(Caller caller, @RequestBody Wish wish) {
        workspaces.requireMayCreate(caller);
        WorkspaceName name = WorkspaceName.choose(Fields.required("/name", wish.name()));
        return Shown.of(
                workspaces.create(caller, name, Objects.requireNonNullElse(wish.displayName(), "")), Role.OWNER);
    }

    @GetMapping
    Page<Shown> list(Caller caller, PageRequest request) {
        return workspaces.list(caller, request).map(place -> Shown.of(place.workspace(), place.role()));
    }

    @GetMapping("/{ws}")
    Shown show(Caller caller, @PathVariable String ws) {
        Seat seat = access.enter(caller, ws, Permission.VIEW);
        return Shown.of(seat.workspace(), seat.role());
    }

    @PatchMapping("/{ws}")
    Shown change(Caller caller, @PathVariable String ws, @RequestBody Change change) {
        Seat seat = access.enter(caller, ws, Permission.EDIT_WORKSPACE);
        return Shown.of(workspaces.rename(seat, Fields.required("/displayName", change.displayName())), seat.role());
    }

    @DeleteMapping("/{ws}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String ws) {
        workspaces.delete(access.enter(caller, ws, Permission.DELETE_WORKSPACE));
    }

    record Wish(@Nullable String name, @Nullable String displayName) {}

    record Change(@Nullable String displayName) {}

    /** @param role the caller's */
    record Shown(String name, String displayName, String role, Instant createdAt) {

        static Shown of(Workspace workspace, Role role) {
            return new Shown(workspace.name().value(), workspace.displayName(), role.word(), workspace.createdAt());
        }
    }
}
