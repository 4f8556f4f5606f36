package dev.slipway.web.build;

import dev.slipway.build.Build;
import dev.slipway.build.BuildFilter;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.Builds;
import dev.slipway.build.ImageTag;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Asking for builds, looking at them, ending them. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}")
class BuildsController {

    private final BuildDoor door;
    private final Builds builds;

    BuildsController(BuildDoor door, Builds builds) {
        this.door = door;
        this.builds = builds;
    }

    @PostMapping("/projects/{project}/builds")
    ResponseEntity<BuildJson> submit(
            @PathVariable String ws,
            @PathVariable String project,
            @RequestBody(required = false) @Nullable BuildBody body) {
        Seat seat = door.enter(ws, Permission.BUILD);
        BuildRequest request = body == null ? BuildRequest.ofNewest() : body.toRequest();
        return created(ws, builds.submit(seat, door.project(seat, project), request));
    }

    @GetMapping("/builds")
    Page<BuildJson> list(
            @PathVariable String ws,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(defaultValue = "" + PageRequest.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Seat seat = door.enter(ws, Permission.VIEW);
        BuildFilter filter = new BuildFilter(
                Optional.ofNullable(project),
                Optional.ofNullable(status).map(BuildsController::status),
                Optional.ofNullable(tag).map(ImageTag::parse),
                Optional.ofNullable(actor));
        return builds.list(seat.workspace().id(), filter, new PageRequest(limit, cursor))
                .map(BuildJson::of);
    }

    @GetMapping("/builds/{number}")
    BuildJson build(@PathVariable String ws, @PathVariable String number) {
        return BuildJson.of(door.build(door.enter(ws, Permission.VIEW), number));
    }

    @PostMapping("/builds/{number}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    BuildJson cancel(@PathVariable String ws, @PathVariable String number) {
        Seat seat = door.enter(ws, Permission.BUILD);
        return BuildJson.of(builds.cancel(seat, door.build(seat, number)));
    }

    @PostMapping("/builds/{number}/retry")
    ResponseEntity<BuildJson> retry(@PathVariable String ws, @PathVariable String number) {
        Seat seat = door.enter(ws, Permission.BUILD);
        Build build = door.build(seat, number);
        return created(ws, builds.retry(seat, door.project(build.project()), build));
    }

    @DeleteMapping("/builds/{number}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String ws, @PathVariable String number) {
        Seat seat = door.enter(ws, Permission.DELETE_BUILD);
        builds.delete(seat, door.build(seat, number));
    }

    private static ResponseEntity<BuildJson> created(String ws, Build build) {
        return ResponseEntity.created(URI.create("/api/v1/workspaces/%s/builds/%s".formatted(ws, build.number())))
                .body(BuildJson.of(build));
    }

    private static BuildStatus status(String word) {
        return BuildStatus.find(word)
                .orElseThrow(() -> Refusal.invalid(
                        "/status",
                        "invalid-status",
                        "A status is queued, running, succeeded, failed, cancelled or interrupted."));
    }
}
