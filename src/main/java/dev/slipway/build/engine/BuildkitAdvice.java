package dev.slipway.build.engine;

import dev.slipway.account.IssuedToken;
import dev.slipway.build.DockerfileAdvice;
import dev.slipway.build.DockerfileCheck;
import dev.slipway.build.DockerfileOutline;
import dev.slipway.build.DockerfileQuestion;
import dev.slipway.buildkit.BuildkitClient;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.auth.RegistryAuth;
import dev.slipway.buildkit.session.auth.RegistryCredentials;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.session.filesync.MemorySource;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.project.Project;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.SourceEntry;
import dev.slipway.project.SourceTree;
import dev.slipway.project.SourceTrees;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Seat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the workspace's daemon. The text in question takes the stored Dockerfile's place in the source that the frontend reads
 * it from; the context is the newest commit's, of which the frontend asks for the ignore file only.
 */
@Component
class BuildkitAdvice implements DockerfileAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(BuildkitAdvice.class);

    /** Questions at once; each holds a session and, for base images, a call to a registry. */
    private static final int PLACES = 4;

    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long MAX_IGNORE_FILE = 1 << 20;

    private final Daemons daemons;
    private final OwnRegistry registry;
    private final EngineKeys keys;
    private final ProjectFiles files;
    private final SourceTrees trees;
    private final LentTokens tokens;
    private final Semaphore places = new Semaphore(PLACES, true);

    BuildkitAdvice(
            Daemons daemons,
            OwnRegistry registry,
            EngineKeys keys,
            ProjectFiles files,
            SourceTrees trees,
            LentTokens tokens) {
        this.daemons = daemons;
        this.registry = registry;
        this.keys = keys;
        this.files = files;
        this.trees = trees;
        this.tokens = tokens;
    }

    @Override
    public DockerfileCheck check(Seat seat, Project project, DockerfileQuestion question) throws InterruptedException {
        return ask(seat, project, question, (client, request, session) -> {
            try {
                return Advice.check(client.lint(request, session));
            } catch (SolveFailedException e) {
                return Advice.check(e);
            }
        });
    }

    @Override
    public DockerfileOutline outline(Seat seat, Project project, DockerfileQuestion question)
            throws InterruptedException {
        return ask(seat, project, question, (client, request, session) -> {
            try {
                return Advice.outline(client.targets(request, session), client.outline(request, session));
            } catch (SolveFailedException e) {
                throw Refusal.invalid(
                        question.content().isPresent() ? "/content" : "/dockerfile",
                        "dockerfile-unreadable",
                        "BuildKit can't read the Dockerfile: " + EngineFailures.plain(String.valueOf(e.getMessage())));
            }
        });
    }

    /** A question to a daemon that is there. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(BuildkitClient client, SolveRequest request, Session session) throws InterruptedException;
    }

    private <T> T ask(Seat seat, Project project, DockerfileQuestion question, Question<T> asked)
            throws InterruptedException {
        if (!places.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Refusal.tooMany(
                    "too-many-checks", "Many Dockerfiles are being checked just now. Try again in a moment.", WAIT);
        }
        FutureTask<T> answer = new FutureTask<>(() -> askDaemon(seat, project, question, asked));
        try {
            Thread.ofVirtual().name("advice").start(answer);
            return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable("BuildKit did not answer within %d s".formatted(DEADLINE.toSeconds()), e);
        } catch (ExecutionException e) {
            throw refusal(e);
        } finally {
            answer.cancel(true);
            places.release();
        }
    }

    private <T> T askDaemon(Seat seat, Project project, DockerfileQuestion question, Question<T> asked)
            throws EngineUnavailableException, IOException, InterruptedException {
        try (Daemon.Use daemon = daemons.of(seat.workspace().id()).use();
                SourceTree tree = trees.open(project.id(), files.head(project.id()))) {
            SolveRequest.Builder request = SolveRequest.dockerfile()
                    .filename(question.dockerfile())
                    .buildArguments(question.args())
                    .buildArgument("BUILDKIT_CACHE_MOUNT_NS", keys.cacheNamespace(project.id()));
            question.target().ifPresent(request::target);
            return asked.ask(daemon.client(), request.build(), session(seat, project, question, tree));
        }
    }

    private Session session(Seat seat, Project project, DockerfileQuestion question, SourceTree tree)
            throws IOException {
        IssuedToken token =
                tokens.lend(seat.caller().user().id(), seat.workspace().id());
        RegistryCredentials.Credential credential =
                new RegistryCredentials.Credential(seat.caller().user().name(), token.secret());
        LocalSource context = new TreeSource(tree, "");
        return Session.of(
                // What is asked for is a text that nobody stored: it must not stand where a build looks for the stored
                // one.
                keys.sharedKey(project.id()) + ".advice",
                FileSync.of(Map.of(
                        SolveRequest.CONTEXT,
                        context,
                        SolveRequest.DOCKERFILE,
                        question.content().isPresent() ? unsaved(question, tree) : context)),
                RegistryAuth.of(host -> host.equals(registry.address()) ? Optional.of(credential) : Optional.empty()));
    }

    /** The text, and the ignore file that belongs to its name. */
    private static LocalSource unsaved(DockerfileQuestion question, SourceTree tree) throws IOException {
        Map<String, byte[]> unsaved = new HashMap<>();
        unsaved.put(question.dockerfile(), question.content().orElse("").getBytes(StandardCharsets.UTF_8));
        String ignoreFile = question.dockerfile() + ".dockerignore";
        if (tree.find(ignoreFile).orElse(null) instanceof SourceEntry.File file && file.size() <= MAX_IGNORE_FILE) {
            try (InputStream content = tree.open(file.blob())) {
                unsaved.put(ignoreFile, content.readAllBytes());
            }
        }
        return MemorySource.of(unsaved);
    }

    private static RuntimeException refusal(ExecutionException failure) {
        return switch (failure.getCause()) {
            case Refusal refusal -> refusal;
            case EngineUnavailableException engine -> unavailable(engine.sentence(), engine);
            case BuildkitException buildkit -> unavailable("The build engine was lost while it answered", buildkit);
            case null, default -> new IllegalStateException("A Dockerfile could not be checked", failure);
        };
    }

    private static Refusal unavailable(String sentence, Exception cause) {
        LOG.warn("A Dockerfile could not be checked", cause);
        return Refusal.of(
                Refusal.Kind.UNAVAILABLE,
                "check-unavailable",
                (sentence.endsWith(".") ? sentence : sentence + ".") + " The Dockerfile was not checked: try again.");
    }
}
