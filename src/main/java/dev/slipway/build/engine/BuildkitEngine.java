package dev.slipway.build.engine;

import dev.slipway.account.IssuedToken;
import dev.slipway.build.Build;
import dev.slipway.build.BuildEngine;
import dev.slipway.build.BuildError;
import dev.slipway.build.BuildFailedException;
import dev.slipway.build.BuildProgress;
import dev.slipway.build.BuildStep;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.auth.RegistryAuth;
import dev.slipway.buildkit.session.auth.RegistryCredentials;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.oci.Digest;
import dev.slipway.project.SourceEntry;
import dev.slipway.project.SourceTree;
import dev.slipway.project.SourceTrees;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.Workspaces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Builds with the workspace's BuildKit daemon: sources straight from the commit, the image straight to Slipway's registry. */
@Component
class BuildkitEngine implements BuildEngine {

    /** Bytes; the lines of a larger one are left out. */
    private static final long MAX_DOCKERFILE = 1 << 20;

    private final Daemons daemons;
    private final EngineKeys keys;
    private final OwnRegistry registry;
    private final SourceTrees trees;
    private final Workspaces workspaces;
    private final LentTokens tokens;

    BuildkitEngine(
            Daemons daemons,
            EngineKeys keys,
            OwnRegistry registry,
            SourceTrees trees,
            Workspaces workspaces,
            LentTokens tokens) {
        this.daemons = daemons;
        this.keys = keys;
        this.registry = registry;
        this.trees = trees;
        this.workspaces = workspaces;
        this.tokens = tokens;
    }

    @Override
    public Digest run(Build build, BuildProgress progress) throws BuildFailedException, InterruptedException {
        Workspace workspace = workspaces.find(build.workspace()).orElseThrow(Refusal::notFound);
        try (Daemon.Use daemon = use(daemons.of(build.workspace()), progress);
                SourceTree tree = trees.open(build.project(), build.revision())) {
            return solve(build, workspace, daemon, tree, tokens.lend(build), progress);
        } catch (EngineUnavailableException e) {
            throw new BuildFailedException(BuildError.of(e.sentence()), e);
        }
    }

    /** A start takes a second or two: whoever waits sees for what. */
    private static Daemon.Use use(Daemon daemon, BuildProgress progress)
            throws EngineUnavailableException, InterruptedException {
        if (daemon.pid().isPresent()) {
            return daemon.use();
        }
        Instant begun = Instant.now();
        int step = progress.begin(begun, "starting the build engine", Optional.empty());
        BuildStep.State outcome = BuildStep.State.FAILED;
        try {
            Daemon.Use use = daemon.use();
            outcome = BuildStep.State.DONE;
            return use;
        } finally {
            Instant ended = Instant.now();
            progress.change(ended, step, outcome, Duration.between(begun, ended), null);
        }
    }

    private Digest solve(
            Build build,
            Workspace workspace,
            Daemon.Use daemon,
            SourceTree tree,
            IssuedToken token,
            BuildProgress progress)
            throws BuildFailedException, InterruptedException {
        String repository = "%s/%s/%s".formatted(registry.address(), workspace.name(), build.repository());
        SolveRequest request = SolveRequests.of(build, repository, keys.cacheNamespace(build.project()));
        ProgressFold fold = new ProgressFold(progress, lines(build, tree)::of);
        try {
            SolveResult result = daemon.client().solve(request, session(build, tree, token), fold::accept);
            return result.imageDigest()
                    .orElseThrow(() -> new BuildFailedException(BuildError.of(
                            "The build ended without an image. Nothing was published: retry the build.")));
        } catch (BuildkitException e) {
            throw EngineFailures.of(e, daemon::hasDied, fold::numberOf);
        }
    }

    /** Steps without lines when there is no such Dockerfile: the daemon says so itself, in its own words. */
    private static StepLines lines(Build build, SourceTree tree) throws BuildFailedException {
        try {
            return new StepLines(Dockerfile.parse(dockerfile(build, tree)));
        } catch (IOException e) {
            throw new BuildFailedException(
                    BuildError.of("The project's files can't be read. Nothing was published: retry the build."), e);
        }
    }

    private static String dockerfile(Build build, SourceTree tree) throws IOException {
        if (tree.find(build.request().dockerfile()).orElse(null) instanceof SourceEntry.File file
                && file.size() <= MAX_DOCKERFILE) {
            try (InputStream content = tree.open(file.blob())) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private Session session(Build build, SourceTree tree, IssuedToken token) {
        return Session.of(
                keys.sharedKey(build.project()),
                FileSync.of(Map.of(
                        SolveRequest.CONTEXT,
                        new TreeSource(tree, build.request().context()),
                        SolveRequest.DOCKERFILE,
                        new TreeSource(tree, ""))),
                RegistryAuth.of(host -> credential(build, token, host)));
    }

    private Optional<RegistryCredentials.Credential> credential(Build build, IssuedToken token, String host) {
        return host.equals(registry.address())
                ? Optional.of(new RegistryCredentials.Credential(build.actorName(), token.secret()))
                : Optional.empty();
    }
}
