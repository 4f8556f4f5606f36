package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example in the library's README is a program that runs. */
@Timeout(120)
class ExampleTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>(?<group>[^<]+)</groupId>\\s*<artifactId>(?<artifact>[^<]+)</artifactId>\\s*"
                    + "<version>(?<version>[^<]+)</version>");

    /** What the named libraries need themselves. */
    private static final List<String> BROUGHT = List.of(
            "io.netty",
            "io.perfmark",
            "com.google.api.grpc",
            "com.google.code.gson",
            "com.google.guava",
            "com.fasterxml.jackson.core");

    @TempDir
    private Path folder;

    @Test
    void theReadmesExampleBuildsWithTheLibraryAndItsDependenciesAlone() throws Exception {
        Matcher example = JAVA.matcher(Files.readString(Path.of("docs/buildkit-client.md")));
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        String libraries = jar() + ":" + dependencies();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int compiled = compiler.run(
                null, null, System.err, "-proc:none", "-cp", libraries, "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();

        try (Daemon daemon = Daemon.start();
                BuildkitClient client = BuildkitClient.connect(daemon.address())) {
            Path context =
                    Kitchen.in(folder, client).steps("RUN echo built > /made\n").context();
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            folder + ":" + libraries,
                            "Example",
                            daemon.address().toString(),
                            context.toString(),
                            folder.resolve("out").toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(program.waitFor()).as(output).isZero();
            assertThat(output).doesNotContain("Exception");
        }
        assertThat(folder.resolve("out/made")).hasContent("built");
    }

    @Test
    void theLibrarysPomNamesTheVersionsThatAreTested() throws Exception {
        Matcher dependency = DEPENDENCY.matcher(pom());
        int found = 0;
        while (dependency.find()) {
            String place = "/%s/%s/%s/"
                    .formatted(
                            dependency.group("group").replace('.', '/'),
                            dependency.group("artifact"),
                            dependency.group("version"));
            assertThat(System.getProperty("java.class.path")).contains(place);
            found++;
        }
        assertThat(found).isEqualTo(8);
    }

    /** The library's packages as the build packs them, and nothing else of the house. */
    private Path jar() throws IOException {
        Path classes = Path.of("target/classes");
        Path jar = folder.resolve("slipway-buildkit.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("buildkit", "dockerfile", "oci")) {
                try (Stream<Path> files =
                        Files.walk(classes.resolve("dev/slipway").resolve(name))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                        Files.copy(file, out);
                        out.closeEntry();
                    }
                }
            }
        }
        return jar;
    }

    /** Of this test's libraries those that the library's pom names, and what these bring with them. */
    private static String dependencies() throws IOException {
        List<String> groups = new ArrayList<>(BROUGHT);
        Matcher dependency = DEPENDENCY.matcher(pom());
        while (dependency.find()) {
            groups.add(dependency.group("group"));
        }
        return Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(jar -> groups.stream().anyMatch(group -> jar.contains("/" + group.replace('.', '/') + "/")))
                .collect(Collectors.joining(":"));
    }

    private static String pom() throws IOException {
        return Files.readString(Path.of("src/main/resources/META-INF/maven/dev.slipway/slipway-buildkit/pom.xml"));
    }
}
