package dev.slipway.web.project;

import dev.slipway.account.Caller;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.NewProject;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectName;
import dev.slipway.project.Projects;
import dev.slipway.project.Revision;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
@RequestMapping("/api/v1/workspaces/{ws}/projects")
class ProjectsController {

    private final Access access;
    private final Projects projects;
    private final ProjectFiles files;

    ProjectsController(Access access, Projects projects, ProjectFiles files) {
        this.access = access;
        this.projects = projects;
        this.files = files;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Shown create(Caller caller, @PathVariable String ws, @RequestBody Wish wish) {
        Seat seat = access.enter(caller, ws, Permission.EDIT_PROJECT);
        if (wish.gitUrl() != null) {
            throw Refusal.invalid(
                    "/gitUrl",
                    "git-import-unavailable",
                    "This version of Slipway can't import from a git address. Upload an archive of the files.");
        }
        NewProject wanted = new NewProject(
                new ProjectName(Objects.requireNonNullElse(wish.name(), "")),
                Objects.requireNonNullElse(wish.description(), ""),
                Optional.ofNullable(wish.template()));
        return show(projects.create(seat, wanted));
    }

    @GetMapping
    Page<Listed> list(Caller caller, @PathVariable String ws, PageRequest request) {
        Seat seat = access.enter(caller, ws, Permission.VIEW);
        return projects.list(seat.workspace().id(), request)
                .map(project -> Listed.of(project, files.head(project.id())));
    }

    @GetMapping("/{project}")
    Shown show(Caller caller, @PathVariable String ws, @PathVariable String project) {
        Seat seat = access.enter(caller, ws, Permission.VIEW);
        return show(projects.find(seat.workspace().id(), project));
    }

    @PatchMapping("/{project}")
    Shown change(Caller caller, @PathVariable String ws, @PathVariable String project, @RequestBody Change change) {
        Seat seat = access.enter(caller, ws, Permission.EDIT_PROJECT);
        Project found = projects.find(seat.workspace().id(), project);
        ProjectName name = change.name() == null ? found.name() : new ProjectName(change.name());
        return show(projects.change(
                seat, found, name, Objects.requireNonNullElse(change.description(), found.description())));
    }

    @DeleteMapping("/{project}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String ws, @PathVariable String project) {
        Seat seat = access.enter(caller, ws, Permission.DELETE_PROJECT);
        projects.delete(seat, projects.find(seat.workspace().id(), project));
    }

    private Shown show(Project project) {
        Revision head = files.head(project.id());
        return new Shown(
                project.name().value(),
                project.description(),
                head.value(),
                files.dockerfiles(project.id(), head),
                project.createdAt());
    }

    record Wish(
            @Nullable String name,
            @Nullable String description,
            @Nullable String template,
            @Nullable String gitUrl) {}

    record Change(@Nullable String name, @Nullable String description) {}

    record Shown(String name, String description, String revision, List<String> dockerfiles, Instant createdAt) {}

    record Listed(String name, String description, String revision, Instant createdAt) {

        static Listed of(Project project, Revision head) {
            return new Listed(project.name().value(), project.description(), head.value(), project.createdAt());
        }
    }
}
