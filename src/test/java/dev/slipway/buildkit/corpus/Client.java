package dev.slipway.buildkit.corpus;

import dev.slipway.buildkit.BuildkitClient;
import dev.slipway.buildkit.gateway.Outline;
import dev.slipway.buildkit.gateway.Target;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.filesync.DirectorySource;
import dev.slipway.buildkit.session.filesync.FileSync;
import dev.slipway.buildkit.session.secrets.SecretsService;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.LocalSource;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.buildkit.type.SolveStatus;
import dev.slipway.buildkit.type.Vertex;
import dev.slipway.buildkit.type.VertexLog;
import dev.slipway.buildkit.type.VertexWarning;
import dev.slipway.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Builds the same with ours. */
final class Client {

    private final BuildkitClient client;
    private final Path base;

    Client(BuildkitClient client, Path base) {
        this.client = client;
        this.base = base;
    }

    Outcome build(CorpusCase one, Path context) throws InterruptedException {
        Recording recording = new Recording();
        SolveRequest request = request(one)
                .noCache()
                .buildArgument("SOURCE_DATE_EPOCH", CorpusTest.EPOCH)
                .exporter(Exporter.image().with("rewrite-timestamp", "true").with("compression", "uncompressed"))
                .build();
        try {
            SolveResult result = client.solve(request, session(one, context), recording::add);
            return recording.outcome(result.imageDigest().map(Digest::toString), Optional.empty(), "");
        } catch (SolveFailedException e) {
            String excerpt = e.sources().reversed().stream().map(Excerpt::of).collect(Collectors.joining());
            return recording.outcome(Optional.empty(), Optional.of(e.failure().message()), excerpt.strip());
        }
    }

    String lint(CorpusCase one, Path context) throws InterruptedException {
        return ask(() -> Tables.of(client.lint(request(one).build(), session(one, context))));
    }

    String outline(CorpusCase one, Path context) throws InterruptedException {
        return ask(() -> Tables.of(client.outline(request(one).build(), session(one, context))));
    }

    String targets(CorpusCase one, Path context) throws InterruptedException {
        return ask(() -> Tables.of(client.targets(request(one).build(), session(one, context))));
    }

    /** Its stages as BuildKit reads them; empty when it can't. */
    List<Target> stages(CorpusCase one, Path context) throws InterruptedException {
        try {
            return client.targets(request(one).build(), session(one, context));
        } catch (SolveFailedException e) {
            return List.of();
        }
    }

    /** Its arguments as BuildKit reads them; empty when it can't. */
    List<Outline.Argument> arguments(CorpusCase one, Path context) throws InterruptedException {
        try {
            return client.outline(request(one).build(), session(one, context)).arguments();
        } catch (SolveFailedException e) {
            return List.of();
        }
    }

    @FunctionalInterface
    private interface Question {
        String answer() throws InterruptedException;
    }

    private static String ask(Question question) throws InterruptedException {
        try {
            return Tables.narrowed(question.answer());
        } catch (SolveFailedException e) {
            return Tables.narrowed("error: " + Outcome.lasting(String.valueOf(e.getMessage())));
        }
    }

    private static SolveRequest.Builder request(CorpusCase one) {
        SolveRequest.Builder request = SolveRequest.dockerfile().namedContext("busybox", "local:busybox");
        one.attributes().forEach(request::attribute);
        one.options("context").forEach((name, folder) -> request.namedContext(name, "local:" + name));
        return request;
    }

    private Session session(CorpusCase one, Path context) {
        Map<String, LocalSource> sources = new HashMap<>();
        sources.put(SolveRequest.CONTEXT, DirectorySource.of(context));
        sources.put(SolveRequest.DOCKERFILE, DirectorySource.of(context));
        sources.put("busybox", DirectorySource.of(base));
        one.options("context")
                .forEach((name, folder) -> sources.put(name, DirectorySource.of(context.resolve(folder))));
        Map<String, String> secrets = one.options("secret");
        Session session = Session.of("corpus", FileSync.of(sources));
        return secrets.isEmpty()
                ? session
                : session.with(SecretsService.of(id ->
                        Optional.ofNullable(secrets.get(id)).map(secret -> secret.getBytes(StandardCharsets.UTF_8))));
    }

    /** What was told of one build. */
    private static final class Recording {

        private final Map<String, String> names = new HashMap<>();
        private final TreeSet<String> warnings = new TreeSet<>();
        private final Map<String, StringBuilder> logs = new TreeMap<>();

        void add(SolveStatus status) {
            for (Vertex vertex : status.vertices()) {
                names.put(vertex.digest().value(), vertex.name());
            }
            for (VertexWarning warning : status.warnings()) {
                warnings.add(
                        new String(warning.summary().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            }
            for (VertexLog log : status.logs()) {
                String stream = Outcome.stream(
                        names.getOrDefault(log.vertex().value(), ""),
                        log.stream().number());
                logs.computeIfAbsent(stream, key -> new StringBuilder())
                        .append(new String(log.toByteArray(), StandardCharsets.ISO_8859_1));
            }
        }

        Outcome outcome(Optional<String> image, Optional<String> error, String excerpt) {
            Map<String, String> texts = new HashMap<>();
            logs.forEach((stream, text) -> texts.put(stream, text.toString()));
            return new Outcome(image, error, excerpt, new TreeSet<>(names.values()), warnings, texts);
        }
    }
}
