package dev.slipway.buildkit.corpus;

import dev.slipway.buildkit.Daemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Builds with BuildKit's own client. */
final class Buildctl {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ERROR = Pattern.compile("(?s)(.*?)^error: (.*)", Pattern.MULTILINE);

    private final Daemon daemon;
    private final Path base;

    Buildctl(Daemon daemon, Path base) {
        this.daemon = daemon;
        this.base = base;
    }

    /** @param work a folder for its own files */
    Outcome build(CorpusCase one, Path context, Path work) throws IOException, InterruptedException {
        Path metadata = work.resolve("metadata.json");
        List<String> command = command(one, context, work);
        command.addAll(List.of("--progress", "rawjson", "--no-cache", "--metadata-file", metadata.toString()));
        command.addAll(List.of("--opt", "build-arg:SOURCE_DATE_EPOCH=" + CorpusTest.EPOCH));
        command.addAll(List.of("--output", "type=image,rewrite-timestamp=true,compression=uncompressed"));
        Path errors = work.resolve("stderr");
        run(command, work.resolve("stdout"), errors);
        Optional<String> image = Files.exists(metadata)
                ? Optional.of(JSON.readTree(Files.readAllBytes(metadata))
                        .path("containerimage.digest")
                        .asString())
                : Optional.empty();
        return outcome(image, Files.readString(errors, StandardCharsets.UTF_8));
    }

    /** What it prints for {@code frontend.lint} and its like: a table, or what went wrong. */
    String ask(CorpusCase one, Path context, Path work, String request) throws IOException, InterruptedException {
        List<String> command = command(one, context, work);
        command.addAll(List.of("--progress", "quiet", "--opt", "requestid=" + request));
        Path out = work.resolve(request);
        Path errors = work.resolve(request + ".stderr");
        run(command, out, errors);
        return Tables.narrowed(Files.readString(out)
                + error(Files.readString(errors))
                        .map(text -> "error: " + Outcome.lasting(text))
                        .orElse(""));
    }

    private List<String> command(CorpusCase one, Path context, Path work) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Daemon.tool("buildkit", "buildctl").toString(), "--addr", "unix://" + daemon.socket(), "build"));
        command.addAll(List.of("--frontend", "dockerfile.v0", "--opt", "cmdline=dockerfile.v0"));
        command.addAll(List.of("--local", "context=" + context, "--local", "dockerfile=" + context));
        command.addAll(List.of("--local", "busybox=" + base, "--opt", "context:busybox=local:busybox"));
        one.attributes().forEach((name, value) -> command.addAll(List.of("--opt", name + "=" + value)));
        one.options("context").forEach((name, folder) -> {
            command.addAll(List.of("--local", name + "=" + context.resolve(folder)));
            command.addAll(List.of("--opt", "context:" + name + "=local:" + name));
        });
        for (Map.Entry<String, String> secret : one.options("secret").entrySet()) {
            Path file = Files.writeString(work.resolve("secret-" + secret.getKey()), secret.getValue());
            command.addAll(List.of("--secret", "id=" + secret.getKey() + ",src=" + file));
        }
        return command;
    }

    private static void run(List<String> command, Path out, Path errors) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
    }

    private static Outcome outcome(Optional<String> image, String output) {
        Map<String, String> names = new HashMap<>();
        TreeSet<String> warnings = new TreeSet<>();
        Map<String, String> logs = new TreeMap<>();
        StringBuilder rest = new StringBuilder();
        for (String line : output.split("(?<=\n)", -1)) {
            if (!line.startsWith("{")) {
                rest.append(line);
                continue;
            }
            JsonNode status = JSON.readTree(line);
            status.path("vertexes").forEach(vertex -> names.put(text(vertex, "digest"), text(vertex, "name")));
            status.path("warnings").forEach(warning -> warnings.add(bytes(warning, "short")));
            status.path("logs")
                    .forEach(log -> logs.merge(
                            Outcome.stream(
                                    names.getOrDefault(text(log, "vertex"), ""),
                                    log.path("stream").asInt()),
                            bytes(log, "data"),
                            String::concat));
        }
        String excerpt =
                rest.toString().replaceAll("(?s)^error: .*|\nerror: .*", "\n").strip();
        return new Outcome(image, error(rest.toString()), excerpt, new TreeSet<>(names.values()), warnings, logs);
    }

    private static Optional<String> error(String errors) {
        Matcher error = ERROR.matcher(errors);
        return error.matches()
                ? Optional.of(error.group(2).strip().replaceFirst("^failed to solve: ", ""))
                : Optional.empty();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }

    private static String bytes(JsonNode node, String field) {
        return new String(node.path(field).binaryValue(), StandardCharsets.ISO_8859_1);
    }
}
