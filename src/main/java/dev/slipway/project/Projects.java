package dev.slipway.project;

import dev.slipway.audit.AuditAction;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.WorkspaceLeaves;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Makes, finds, fills and deletes projects. See docs/decisions/0004-a-project-is-a-git-repository.md. */
@Service
public class Projects {

    private final ProjectRows rows;
    private final Repositories repositories;
    private final Samples samples;
    private final ArchiveImport archives;
    private final ApplicationEventPublisher news;
    private final Clock clock;

    Projects(
            ProjectRows rows,
            Repositories repositories,
            Samples samples,
            ArchiveImport archives,
            ApplicationEventPublisher news,
            Clock clock) {
        this.rows = rows;
        this.repositories = repositories;
        this.samples = samples;
        this.archives = archives;
        this.news = news;
        this.clock = clock;
    }

    /** As {@link #create(WorkspaceId, NewProject, Author)}, by somebody who may. */
    public Project create(Seat seat, NewProject wanted) {
        seat.require(Permission.EDIT_PROJECT);
        Project made =
                create(seat.workspace().id(), wanted, Author.of(seat.caller().user()));
        news.publishEvent(seat.did(AuditAction.PROJECT_CREATE, made.name().value(), ""));
        return made;
    }

    /** As {@link #createFrom(WorkspaceId, NewProject, InputStream, Author, String)}, by somebody who may. */
    public ImportedArchive createFrom(Seat seat, NewProject wanted, InputStream archive, String message) {
        seat.require(Permission.EDIT_PROJECT);
        Author author = Author.of(seat.caller().user());
        ImportedArchive imported = createFrom(seat.workspace().id(), wanted, archive, author, message);
        news.publishEvent(seat.did(AuditAction.PROJECT_CREATE, wanted.name().value(), "from an archive"));
        return imported;
    }

    /** As {@link #delete(Project)}, by somebody who may. */
    @Transactional
    public void delete(Seat seat, Project project) {
        seat.require(Permission.DELETE_PROJECT);
        if (!project.workspace().equals(seat.workspace().id())) {
            throw Refusal.notFound();
        }
        delete(project);
        news.publishEvent(seat.did(AuditAction.PROJECT_DELETE, project.name().value(), ""));
    }

    /** As {@link #change(Project, ProjectName, String)}, by somebody who may. */
    @Transactional
    public Project change(Seat seat, Project project, ProjectName name, String description) {
        seat.require(Permission.EDIT_PROJECT);
        Project changed = change(project, name, description);
        if (!name.equals(project.name())) {
            news.publishEvent(
                    seat.did(AuditAction.PROJECT_RENAME, project.name().value(), "to " + name));
        }
        return changed;
    }

    /**
     * Makes a project, empty or with a sample's files.
     *
     * @throws Refusal CONFLICT when the name is taken, INVALID when there is no such template
     */
    public Project create(WorkspaceId workspace, NewProject wanted, Author author) {
        refuseTaken(workspace, wanted.name());
        MainBranch.Change files = wanted.template().map(samples::find).orElse((reader, inserter, tree) -> tree);
        Project project = project(workspace, wanted);
        String message = wanted.template().map(name -> "Begin with " + name).orElse("Create project");
        fill(project, branch -> branch.commit(author, message, files));
        return project;
    }

    /**
     * Makes a project of an archive's files; when the archive is refused there is no project.
     *
     * @throws Refusal CONFLICT when the name is taken meanwhile, and as {@link #importArchive}
     */
    public ImportedArchive createFrom(
            WorkspaceId workspace, NewProject wanted, InputStream archive, Author author, String message) {
        refuseTaken(workspace, wanted.name());
        return fill(project(workspace, wanted), branch -> archives.read(branch, archive, author, message));
    }

    /**
     * Replaces a project's files by those of an archive, as one commit; whole or not at all.
     *
     * @param archive zip, tar, or tar compressed by gzip, bzip2, xz or zstd, found by its content; not closed
     * @throws Refusal UNSUPPORTED_TYPE, TOO_LARGE or INVALID, naming the entry and the limit; TOO_MANY when this server reads
     *     enough uploads; OUT_OF_SPACE
     */
    public ImportedArchive importArchive(Project project, InputStream archive, Author author, String message) {
        try (FileRepository repository = repositories.open(project.id())) {
            return archives.read(new MainBranch(repository), archive, author, message);
        } catch (IOException e) {
            throw StorageTrouble.of("save the files of project " + project.name(), e);
        }
    }

    /**
     * A project by its name, as it stands in an address.
     *
     * @throws Refusal NOT_FOUND when the workspace has none of this name
     */
    @Transactional(readOnly = true)
    public Project find(WorkspaceId workspace, String name) {
        return lookUp(workspace, name).orElseThrow(Refusal::notFound);
    }

    /** As {@link #find(WorkspaceId, String)}, empty when there is none. */
    @Transactional(readOnly = true)
    public Optional<Project> lookUp(WorkspaceId workspace, String name) {
        return ProjectName.find(name)
                .flatMap(known -> rows.findByWorkspaceAndName(workspace.value(), known.value()))
                .map(ProjectRow::toProject);
    }

    /** Without asking whether anybody may see it: for Slipway's own work, never for an answer to a caller. */
    @Transactional(readOnly = true)
    public Optional<Project> find(ProjectId id) {
        return rows.findById(id.value()).map(ProjectRow::toProject);
    }

    /** As {@link #find(ProjectId)}, for many. */
    @Transactional(readOnly = true)
    public Map<ProjectId, Project> findAll(Collection<ProjectId> ids) {
        return rows.findByIdIn(ids.stream().map(ProjectId::value).toList()).stream()
                .map(ProjectRow::toProject)
                .collect(Collectors.toMap(Project::id, Function.identity()));
    }

    /** A workspace's projects, in order of their names. */
    @Transactional(readOnly = true)
    public Page<Project> list(WorkspaceId workspace, PageRequest request) {
        var found = rows.findAfter(workspace.value(), request.after().orElse(""), Limit.of(request.limit() + 1));
        return Page.of(
                found.stream().map(ProjectRow::toProject).toList(),
                request,
                project -> project.name().value());
    }

    /**
     * Gives a project another name or description.
     *
     * @throws Refusal CONFLICT when the name is taken
     */
    @Transactional
    public Project change(Project project, ProjectName name, String description) {
        NewProject wanted = new NewProject(name, description, Optional.empty());
        ProjectRow row = rows.findById(project.id().value()).orElseThrow(Refusal::notFound);
        if (!name.equals(project.name())) {
            refuseTaken(project.workspace(), name);
        }
        row.change(wanted.name(), wanted.description());
        try {
            rows.flush();
        } catch (DataIntegrityViolationException e) {
            throw taken(name).causedBy(e);
        }
        return row.toProject();
    }

    /** Deletes a project with all its files and history. */
    @Transactional
    public void delete(Project project) {
        news.publishEvent(new ProjectLeaves(project));
        if (rows.delete(project.id().value()) == 0) {
            throw Refusal.notFound();
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                repositories.delete(project.id());
            }
        });
    }

    @EventListener
    void leaveWith(WorkspaceLeaves leaving) {
        rows.findByWorkspace(leaving.workspace().id().value()).stream()
                .map(ProjectRow::toProject)
                .forEach(this::delete);
    }

    private Project project(WorkspaceId workspace, NewProject wanted) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as exactly as a database keeps it
        return new Project(ProjectId.random(), workspace, wanted.name(), wanted.description(), now);
    }

    /** The row comes last: a project that can be found has its files. */
    private <T> T fill(Project project, Filling<T> filling) {
        boolean kept = false;
        try {
            repositories.init(project.id());
            T filled;
            try (FileRepository repository = repositories.open(project.id())) {
                filled = filling.fill(new MainBranch(repository));
            }
            rows.saveAndFlush(new ProjectRow(project));
            deleteOnRollback(project.id());
            kept = true;
            return filled;
        } catch (DataIntegrityViolationException e) {
            throw taken(project.name()).causedBy(e);
        } catch (IOException e) {
            throw StorageTrouble.of("make the project " + project.name(), e);
        } finally {
            if (!kept) {
                repositories.delete(project.id());
            }
        }
    }

    private void deleteOnRollback(ProjectId project) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    if (status == STATUS_ROLLED_BACK) {
                        repositories.delete(project);
                    }
                }
            });
        }
    }

    private void refuseTaken(WorkspaceId workspace, ProjectName name) {
        if (rows.existsByWorkspaceAndName(workspace.value(), name.value())) {
            throw taken(name);
        }
    }

    private static Refusal taken(ProjectName name) {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "name-taken",
                "The workspace has a project " + name + " already. Choose another name.");
    }

    @FunctionalInterface
    private interface Filling<T> {
        T fill(MainBranch branch) throws IOException;
    }
}
