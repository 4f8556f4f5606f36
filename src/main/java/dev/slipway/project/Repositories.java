package dev.slipway.project;

import dev.slipway.home.Home;
import dev.slipway.refusal.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The folder of bare repositories, {@code projects/<id>.git} in Slipway's home. */
@Component
class Repositories {

    private static final Logger log = LoggerFactory.getLogger(Repositories.class);

    private static final String UPLOADS = ".uploads";
    private static final String TRASH = ".trash";

    private final Path room;

    Repositories(Home home) {
        HermeticGit.install();
        this.room = home.room("projects");
        home.room("projects/" + UPLOADS);
        home.room("projects/" + TRASH);
        sweep();
    }

    /** Makes an empty repository whose branch {@code main} is yet to be born. */
    void init(ProjectId project) throws IOException {
        try (FileRepository repository = new FileRepository(builder(project).setup())) {
            repository.create(true);
            StoredConfig config = repository.getConfig();
            config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncObjectFiles", true);
            config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncRefFiles", true);
            config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "logAllRefUpdates", false);
            // A client of git over HTTP shall not be able to ask for hooks, submodules or rewritten history.
            config.setBoolean("receive", null, "denyNonFastForwards", true);
            config.save();
        }
    }

    /** The caller closes it. */
    FileRepository open(ProjectId project) throws IOException {
        if (!Files.isDirectory(folder(project))) {
            throw new NoSuchFileException("the repository of project " + project);
        }
        return new FileRepository(builder(project).setup());
    }

    /** Removes a repository at once from sight; its files go afterwards. */
    void delete(ProjectId project) {
        Path trash = room.resolve(TRASH).resolve(UUID.randomUUID().toString());
        try {
            Files.move(folder(project), trash);
            deleteTree(trash);
        } catch (NoSuchFileException e) {
            log.debug("Repository of project {} was gone already", project);
        } catch (IOException e) {
            log.warn("Files of the deleted project {} are left until the next start", project, e);
        }
    }

    /** Where an upload is kept while it is read. */
    Path uploads() {
        return room.resolve(UPLOADS);
    }

    Path folder(ProjectId project) {
        return room.resolve(project.value() + ".git");
    }

    SourceTree openTree(ProjectId project, Revision revision) {
        try {
            FileRepository repository = open(project);
            try {
                return new SourceTree(repository, commit(repository, revision).getTree());
            } catch (IOException | RuntimeException e) {
                repository.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read project " + project, e);
        }
    }

    /** A blob's content; closing the stream closes the repository. */
    InputStream openBlob(ProjectId project, BlobId blob) throws IOException {
        FileRepository repository = open(project);
        try (ObjectReader reader = repository.newObjectReader()) {
            ObjectLoader content = reader.open(ObjectId.fromString(blob.value()), Constants.OBJ_BLOB);
            return new FilterInputStream(content.openStream()) {
                @Override
                public void close() throws IOException {
                    try (repository) {
                        super.close();
                    }
                }
            };
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /**
     * The commit of a revision.
     *
     * @throws Refusal NOT_FOUND when the repository has no such commit
     */
    static RevCommit commit(FileRepository repository, Revision revision) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(revision.value()));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw Refusal.notFound().causedBy(e);
        }
    }

    private FileRepositoryBuilder builder(ProjectId project) {
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(folder(project).toFile())
                    .setBare()
                    .setInitialBranch("main");
        } catch (InvalidRefNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes what a killed Slipway left half written; what this or another one is writing has a younger time. */
    private void sweep() {
        FileTime start =
                FileTime.fromMillis(ManagementFactory.getRuntimeMXBean().getStartTime());
        try (Stream<Path> trash = Files.list(room.resolve(TRASH));
                Stream<Path> uploads = Files.list(uploads());
                Stream<Path> repositories = Files.list(room)) {
            trash.forEach(Repositories::deleteQuietly);
            uploads.filter(file -> isOlder(file, start)).forEach(Repositories::deleteQuietly);
            repositories
                    .filter(folder -> folder.getFileName().toString().endsWith(".git"))
                    .forEach(folder -> sweep(folder.resolve("objects"), start));
        } catch (IOException e) {
            log.warn("Can't look for files that a killed Slipway left in {}", room, e);
        }
    }

    private static void sweep(Path objects, FileTime start) {
        try (Stream<Path> files = Files.list(objects)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> isOlder(file, start))
                    .forEach(Repositories::deleteQuietly);
        } catch (IOException e) {
            log.warn("Can't look for left files in {}", objects, e);
        }
    }

    private static boolean isOlder(Path file, FileTime start) {
        try {
            return Files.getLastModifiedTime(file).compareTo(start) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            deleteTree(path);
        } catch (IOException e) {
            log.warn("Can't delete {}", path, e);
        }
    }

    private static void deleteTree(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
