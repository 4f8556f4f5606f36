package dev.slipway.web.project;

import dev.slipway.account.Caller;
import dev.slipway.project.Author;
import dev.slipway.project.BlobId;
import dev.slipway.project.ContentDigests;
import dev.slipway.project.FilePath;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLimits;
import dev.slipway.project.Projects;
import dev.slipway.project.Revision;
import dev.slipway.project.StoredFile;
import dev.slipway.project.TreeEntry;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The files of a project, one by one and as a list. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/projects/{project}")
class FilesController {

    private final Access access;
    private final Projects projects;
    private final ProjectFiles files;
    private final ContentDigests digests;
    private final ProjectLimits limits;

    FilesController(
            Access access, Projects projects, ProjectFiles files, ContentDigests digests, ProjectLimits limits) {
        this.access = access;
        this.projects = projects;
        this.files = files;
        this.digests = digests;
        this.limits = limits;
    }

    @GetMapping("/tree")
    Tree tree(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @RequestParam @Nullable String revision) {
        Project found = enter(caller, ws, project, Permission.VIEW);
        Revision shown = revision(found, revision);
        List<TreeEntry> entries = files.tree(found.id(), shown);
        Map<BlobId, String> sums = digests.of(found.id(), shown, entries);
        return new Tree(
                shown.value(),
                entries.stream()
                        .map(entry -> Item.of(entry, Objects.requireNonNull(sums.get(entry.blob()))))
                        .toList());
    }

    @GetMapping("/files/{*path}")
    void read(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @PathVariable String path,
            @RequestParam @Nullable String revision,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Project found = enter(caller, ws, project, Permission.VIEW);
        StoredFile file = files.read(found.id(), revision(found, revision), inside(path));
        String tag = Preconditions.tag(file.entry().blob());
        response.setHeader(HttpHeaders.ETAG, tag);
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        Download.headers(response, inside(path).name(), MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setContentLengthLong(file.entry().size());
        try (InputStream content = file.open()) {
            content.transferTo(response.getOutputStream());
        }
    }

    @PutMapping("/files/{*path}")
    Saved save(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @PathVariable String path,
            @RequestParam(defaultValue = "") String message,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Project found = enter(caller, ws, project, Permission.EDIT_PROJECT);
        FilePath file = inside(path);
        Revision revision = files.save(
                found.id(),
                file,
                request.getInputStream(),
                Preconditions.of(request),
                Author.of(caller.user()),
                message);
        StoredFile saved = files.read(found.id(), revision, file);
        response.setHeader(HttpHeaders.ETAG, Preconditions.tag(saved.entry().blob()));
        return new Saved(revision.value());
    }

    @DeleteMapping("/files/{*path}")
    Saved delete(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @PathVariable String path,
            @RequestParam(defaultValue = "") String message,
            HttpServletRequest request) {
        Project found = enter(caller, ws, project, Permission.EDIT_PROJECT);
        return new Saved(
                files.delete(found.id(), inside(path), Preconditions.of(request), Author.of(caller.user()), message)
                        .value());
    }

    @PostMapping("/files-move")
    Saved move(Caller caller, @PathVariable String ws, @PathVariable String project, @RequestBody Move move) {
        Project found = enter(caller, ws, project, Permission.EDIT_PROJECT);
        return new Saved(files.move(
                        found.id(),
                        FilePath.of(Objects.requireNonNullElse(move.from(), ""), limits),
                        FilePath.of(Objects.requireNonNullElse(move.to(), ""), limits),
                        Author.of(caller.user()),
                        "")
                .value());
    }

    private Project enter(Caller caller, String ws, String project, Permission permission) {
        return projects.find(access.enter(caller, ws, permission).workspace().id(), project);
    }

    private Revision revision(Project project, @Nullable String revision) {
        return revision == null ? files.head(project.id()) : new Revision(revision);
    }

    /** What matched {@code {*path}} begins with a slash. */
    private FilePath inside(String path) {
        return FilePath.of(path.substring(1), limits);
    }

    record Tree(String revision, List<Item> items) {}

    record Item(String path, String mode, long size, String sha256) {

        static Item of(TreeEntry entry, String sha256) {
            return new Item(entry.path(), entry.kind().mode(), entry.size(), sha256);
        }
    }

    record Saved(String revision) {}

    record Move(@Nullable String from, @Nullable String to) {}
}
