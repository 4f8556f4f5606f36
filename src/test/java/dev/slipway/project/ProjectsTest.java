package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.Caller;
import dev.slipway.account.User;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceCreated;
import dev.slipway.workspace.Workspaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;

@OnBothDatabases(with = Fixtures.class)
class ProjectsTest {

    private static final Author ANN = new Author("Ann", "ann");

    @Autowired
    Fixtures fixtures;

    @Autowired
    Projects projects;

    @Autowired
    ProjectFiles files;

    @Autowired
    Repositories repositories;

    @Autowired
    Workspaces workspaces;

    @Autowired
    Access access;

    @Autowired
    ProjectLimits limits;

    @Autowired
    ApplicationEventPublisher news;

    @Test
    void aProjectBeginsWithATemplate() throws IOException {
        Project project = create("acme", "app", "hello-python");

        Revision head = files.head(project.id());
        assertThat(files.dockerfiles(project.id(), head)).containsExactly("Dockerfile");
        assertThat(read(project, head, "Dockerfile")).startsWith("FROM ");
        assertThat(projects.find(project.workspace(), "app")).isEqualTo(project);
        assertThat(files.history(project.id(), Optional.empty(), PageRequest.first())
                        .items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.author()).isEqualTo(ANN));
    }

    @Test
    void aNameIsTakenOnceInAWorkspace() {
        Project project = create("acme", "app", "flask");

        refused("name-taken", () -> projects.create(project.workspace(), wanted("app", null), ANN));
        refused("no-such-template", () -> projects.create(project.workspace(), wanted("other", "nothing"), ANN));
        refused("reserved-name", () -> new ProjectName("api"));
        assertThat(projects.list(project.workspace(), PageRequest.first()).items())
                .containsExactly(project);
        assertThat(create("other", "app", null).id()).isNotEqualTo(project.id());
    }

    @Test
    void aRefusedArchiveMakesNoProject() {
        Workspace acme = fixtures.workspace("acme");

        refused(
                "not-an-archive",
                () -> projects.createFrom(
                        acme.id(),
                        wanted("app", null),
                        new ByteArrayInputStream("no archive".getBytes(StandardCharsets.UTF_8)),
                        ANN,
                        ""));

        assertThat(projects.lookUp(acme.id(), "app")).isEmpty();
    }

    @Test
    void aSecondSaveOfTheSameStateIsRefused() throws IOException {
        Project project = create("acme", "app", "hello-python");
        FilePath path = path("Dockerfile");
        BlobId seen =
                files.read(project.id(), files.head(project.id()), path).entry().blob();

        Revision first = save(project, path, "FROM a\n", Expected.blob(seen));

        refused("file-changed", () -> save(project, path, "FROM b\n", Expected.blob(seen)));
        refused("file-changed", () -> save(project, path, "FROM b\n", Expected.absent()));
        assertThat(files.head(project.id())).isEqualTo(first);
        assertThat(read(project, first, "Dockerfile")).isEqualTo("FROM a\n");
        assertThat(save(project, path, "FROM a\n", Expected.anything())).isEqualTo(first);
    }

    @Test
    void manySavesAtOnceAreAllKept() throws Exception {
        Project project = create("acme", "app", null);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Revision>> saves = IntStream.range(0, 12)
                    .mapToObj(i ->
                            threads.submit(() -> save(project, path("folder/file" + i), "x" + i, Expected.absent())))
                    .toList();
            for (Future<Revision> save : saves) {
                save.get();
            }
        }

        assertThat(files.tree(project.id(), files.head(project.id()))).hasSize(12);
        assertThat(files.history(project.id(), Optional.empty(), PageRequest.first())
                        .items())
                .hasSize(13);
        assertThat(files.history(project.id(), Optional.of(path("folder/file3")), PageRequest.first())
                        .items())
                .hasSize(1);
    }

    @Test
    void filesMoveAndGoAndComeBack() throws IOException {
        Project project = create("acme", "app", null);
        Revision first = save(project, path("a/one"), "1\n2\n3\n", Expected.anything());

        Revision moved = files.move(project.id(), path("a"), path("b/c"), ANN, "");
        assertThat(files.tree(project.id(), moved)).extracting(TreeEntry::path).containsExactly("b/c/one");
        assertThat(files.changes(project.id(), Optional.empty(), moved))
                .containsExactly(new FileChange("b/c/one", FileChange.Kind.MOVED, "a/one"));
        refused("into-itself", () -> files.move(project.id(), path("b"), path("b/c/d"), ANN, ""));
        refused("path-taken", () -> files.move(project.id(), path("b/c/one"), path("b/c"), ANN, ""));
        refused("not-a-folder", () -> save(project, path("b/c/one/two"), "x", Expected.anything()));
        refused("not-a-file", () -> save(project, path("b/c"), "x", Expected.anything()));

        Revision empty = files.delete(project.id(), path("b/c/one"), Expected.anything(), ANN, "");
        assertThat(files.tree(project.id(), empty)).isEmpty();
        refused("not-found", () -> files.delete(project.id(), path("b"), Expected.anything(), ANN, ""));

        Revision restored = files.restore(project.id(), first, ANN);
        assertThat(files.tree(project.id(), restored))
                .extracting(TreeEntry::path)
                .containsExactly("a/one");
        refused("not-found", () -> files.tree(project.id(), new Revision("0".repeat(40))));
    }

    @Test
    void aTreeIsWalkedInTheOrderOfContexts() throws IOException {
        Project project = create("acme", "app", null);
        for (String name : List.of("sub.txt", "sub/a", "sub-dash", "sub/\ud83d\ude80", "sub/\uffee")) {
            save(project, path(name), name, Expected.anything());
        }

        List<String> paths = new ArrayList<>();
        try (SourceTree tree = new SourceTrees(repositories).open(project.id(), files.head(project.id()))) {
            tree.walk("", entry -> paths.add(entry.path()));
            assertThat(tree.walk("nowhere", entry -> true)).isFalse();
        }

        assertThat(paths).containsExactly("sub", "sub/a", "sub/\uffee", "sub/\ud83d\ude80", "sub-dash", "sub.txt");
    }

    @Test
    void aDeletedProjectLeavesNoFiles() {
        Project project = create("acme", "app", "flask");

        projects.delete(project);

        assertThat(repositories.folder(project.id())).doesNotExist();
        assertThat(projects.lookUp(project.workspace(), "app")).isEmpty();
    }

    @Test
    void aDeletedWorkspaceTakesItsProjectsAlong() {
        Project project = create("acme", "app", "flask");
        User owner = fixtures.user("acme-owner");

        workspaces.delete(access.enter(Caller.of(owner), "acme", Permission.DELETE_WORKSPACE));

        assertThat(repositories.folder(project.id())).doesNotExist();
    }

    @Test
    void theFirstWorkspaceHasASample() {
        Workspace acme = fixtures.workspace("acme");

        news.publishEvent(new WorkspaceCreated(acme, fixtures.user("acme-owner"), true));

        assertThat(projects.find(acme.id(), "hello-python").description()).isNotEmpty();
    }

    private Project create(String workspace, String name, @Nullable String template) {
        return projects.create(fixtures.workspace(workspace).id(), wanted(name, template), ANN);
    }

    private static NewProject wanted(String name, @Nullable String template) {
        return new NewProject(new ProjectName(name), "", Optional.ofNullable(template));
    }

    private Revision save(Project project, FilePath path, String content, Expected expected) throws IOException {
        return files.save(
                project.id(),
                path,
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                expected,
                ANN,
                "");
    }

    private String read(Project project, Revision revision, String path) throws IOException {
        try (InputStream content =
                files.read(project.id(), revision, path(path)).open()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private FilePath path(String text) {
        return FilePath.of(text, limits);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
