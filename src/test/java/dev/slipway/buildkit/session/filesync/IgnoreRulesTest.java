package dev.slipway.buildkit.session.filesync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.Daemon;
import dev.slipway.dockerfile.DockerIgnore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random {@code .dockerignore} files on random trees: what we would send is what a build of the real daemon gets from
 * {@code buildctl}. One build takes all of them, each as a context of its own.
 */
@Timeout(120)
class IgnoreRulesTest {

    private static final int CONTEXTS = 40;
    private static final int FILES = 40;

    @TempDir
    private Path folder;

    @Test
    void rulesLeaveOutWhatTheyLeaveOutOfARealBuild() throws Exception {
        List<String> command = new ArrayList<>();
        StringBuilder dockerfile = new StringBuilder("FROM scratch\n");
        SortedMap<String, SortedSet<String>> ours = new TreeMap<>();
        for (int i = 0; i < CONTEXTS; i++) {
            String name = "c" + i;
            RandomRules random = new RandomRules(i);
            String rules = random.ignoreFile();
            Path context = tree(name, random.files(FILES), rules);
            command.addAll(List.of("--local", name + "=" + context, "--opt", "context:" + name + "=local:" + name));
            dockerfile.append("COPY --from=%1$s . /%1$s/\n".formatted(name));
            ours.put(name + "\n" + rules, sent(context, rules));
        }

        SortedMap<String, SortedSet<String>> theirs = build(dockerfile.toString(), command);

        ours.forEach((context, files) -> assertThat(theirs.getOrDefault(name(context), new TreeSet<>()))
                .as("what is left in %s", context)
                .isEqualTo(files));
    }

    private static SortedSet<String> sent(Path context, String rules) throws Exception {
        PathSelection selection =
                new PathSelection(List.of(), DockerIgnore.parse(rules).patterns(), List.of());
        SortedSet<String> paths = new TreeSet<>();
        SourceWalk.walk(DirectorySource.of(context), selection, entry -> paths.add(entry.path()));
        return paths;
    }

    private SortedMap<String, SortedSet<String>> build(String dockerfile, List<String> contexts) throws Exception {
        Path main = Files.createDirectories(folder.resolve("main"));
        Files.writeString(main.resolve("Dockerfile"), dockerfile);
        Path tar = folder.resolve("result.tar");
        try (Daemon daemon = Daemon.start()) {
            List<String> command = new ArrayList<>(List.of(
                    Daemon.tool("buildkit", "buildctl").toString(), "--addr", "unix://" + daemon.socket(), "build"));
            command.addAll(List.of("--frontend", "dockerfile.v0", "--output", "type=tar,dest=" + tar));
            command.addAll(List.of("--local", "context=" + main, "--local", "dockerfile=" + main));
            command.addAll(contexts);
            Path log = folder.resolve("log");
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            assertThat(exit).as(Files.readString(log)).isZero();
        }
        return listing(tar);
    }

    private static SortedMap<String, SortedSet<String>> listing(Path tar) throws IOException {
        SortedMap<String, SortedSet<String>> paths = new TreeMap<>();
        try (InputStream file = Files.newInputStream(tar);
                TarArchiveInputStream in = new TarArchiveInputStream(file, "UTF-8")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String path = entry.getName().replaceAll("^/|/$", "");
                int slash = path.indexOf('/');
                if (slash > 0) {
                    paths.computeIfAbsent(path.substring(0, slash), key -> new TreeSet<>())
                            .add(path.substring(slash + 1));
                }
            }
        }
        return paths;
    }

    private Path tree(String name, List<String> files, String rules) throws IOException {
        Path context = Files.createDirectories(folder.resolve(name));
        for (String file : files) {
            Path path = context.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
        Files.writeString(context.resolve(".dockerignore"), rules);
        return context;
    }

    private static String name(String context) {
        return context.substring(0, context.indexOf('\n'));
    }
}
