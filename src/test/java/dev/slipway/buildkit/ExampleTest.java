package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example in the library's README is a program that runs. */
@Timeout(120)
class ExampleTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theReadmesExampleBuilds() throws Exception {
        Matcher example = JAVA.matcher(Files.readString(Path.of("docs/buildkit-client.md")));
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int compiled = compiler.run(
                null,
                null,
                System.err,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
        assertThat(compiled).isZero();

        try (Daemon daemon = Daemon.start();
                BuildkitClient client = BuildkitClient.connect(daemon.address());
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()}, ExampleTest.class.getClassLoader())) {
            Path context =
                    Kitchen.in(folder, client).steps("RUN echo built > /made\n").context();
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) new String[] {
                daemon.address().toString(),
                context.toString(),
                folder.resolve("out").toString()
            });
        }

        assertThat(folder.resolve("out/made")).hasContent("built");
    }
}
