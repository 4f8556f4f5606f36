package dev.slipway.web.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.account.Caller;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.Author;
import dev.slipway.project.FileChange;
import dev.slipway.project.FilePath;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLimits;
import dev.slipway.project.Projects;
import dev.slipway.project.Revision;
import dev.slipway.project.RevisionEntry;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A project's history. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/projects/{project}/revisions")
class RevisionsController {

    private final Access access;
    private final Projects projects;
    private final ProjectFiles files;
    private final ProjectLimits limits;

    RevisionsController(Access access, Projects projects, ProjectFiles files, ProjectLimits limits) {
        this.access = access;
        this.projects = projects;
        this.files = files;
        this.limits = limits;
    }

    @GetMapping
    Page<Shown> list(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @RequestParam @Nullable String path,
            PageRequest request) {
        Project found = enter(caller, ws, project, Permission.VIEW);
        Optional<FilePath> only = Optional.ofNullable(path).map(text -> FilePath.of(text, limits));
        return files.history(found.id(), only, request).map(Shown::of);
    }

    @GetMapping("/{revision}/diff")
    Page<Change> diff(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @PathVariable String revision,
            @RequestParam @Nullable String against) {
        Project found = enter(caller, ws, project, Permission.VIEW);
        return Page.whole(files.changes(
                        found.id(), Optional.ofNullable(against).map(Revision::new), new Revision(revision)))
                .map(Change::of);
    }

    @PostMapping("/{revision}/restore")
    Restored restore(
            Caller caller, @PathVariable String ws, @PathVariable String project, @PathVariable String revision) {
        Project found = enter(caller, ws, project, Permission.EDIT_PROJECT);
        return new Restored(files.restore(found.id(), new Revision(revision), Author.of(caller.user()))
                .value());
    }

    private Project enter(Caller caller, String ws, String project, Permission permission) {
        return projects.find(access.enter(caller, ws, permission).workspace().id(), project);
    }

    /** @param actor the account's name */
    record Shown(String revision, String actor, String author, Instant at, String message) {

        static Shown of(RevisionEntry entry) {
            return new Shown(
                    entry.revision().value(),
                    entry.author().userName(),
                    entry.author().name(),
                    entry.at(),
                    entry.message());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(String path, String change, @Nullable String from) {

        static Change of(FileChange change) {
            return new Change(change.path(), change.kind().name().toLowerCase(Locale.ROOT), change.from());
        }
    }

    record Restored(String revision) {}
}
