package dev.slipway.web.project;

import dev.slipway.account.Caller;
import dev.slipway.project.ArchiveExport;
import dev.slipway.project.ArchiveFormat;
import dev.slipway.project.Author;
import dev.slipway.project.ImportedArchive;
import dev.slipway.project.LeftOut;
import dev.slipway.project.NewProject;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectName;
import dev.slipway.project.Projects;
import dev.slipway.project.Revision;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A project's files as one archive, in and out; both stream. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/projects/{project}/archive")
class ArchiveController {

    private final Access access;
    private final Projects projects;
    private final ProjectFiles files;
    private final ArchiveExport export;

    ArchiveController(Access access, Projects projects, ProjectFiles files, ArchiveExport export) {
        this.access = access;
        this.projects = projects;
        this.files = files;
        this.export = export;
    }

    @PutMapping
    Imported put(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @RequestParam(defaultValue = "") String message,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Seat seat = access.enter(caller, ws, Permission.EDIT_PROJECT);
        Author author = Author.of(caller.user());
        Optional<Project> there = projects.lookUp(seat.workspace().id(), project);
        ImportedArchive imported;
        if (there.isPresent()) {
            imported = projects.importArchive(there.get(), request.getInputStream(), author, message);
        } else {
            NewProject wanted = NewProject.empty(new ProjectName(project));
            imported = projects.createFrom(seat, wanted, request.getInputStream(), message);
            response.setStatus(HttpServletResponse.SC_CREATED);
        }
        Project filled = projects.find(seat.workspace().id(), project);
        return Imported.of(imported, files.dockerfiles(filled.id(), imported.revision()));
    }

    @GetMapping
    void get(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String project,
            @RequestParam @Nullable String revision,
            @RequestParam(defaultValue = "zip") String format,
            HttpServletResponse response)
            throws IOException {
        Seat seat = access.enter(caller, ws, Permission.VIEW);
        Project found = projects.find(seat.workspace().id(), project);
        ArchiveFormat wanted = ArchiveFormat.of(format);
        Revision wantedRevision = revision == null ? files.head(found.id()) : new Revision(revision);
        files.revision(found.id(), wantedRevision);
        Download.headers(response, found.name() + "." + wanted.word(), wanted.mediaType());
        export.write(found.id(), wantedRevision, wanted, response.getOutputStream());
    }

    record Imported(String revision, long files, long bytes, List<LeftOut> leftOut, List<String> dockerfiles) {

        static Imported of(ImportedArchive archive, List<String> dockerfiles) {
            return new Imported(
                    archive.revision().value(), archive.files(), archive.bytes(), archive.leftOut(), dockerfiles);
        }
    }
}
