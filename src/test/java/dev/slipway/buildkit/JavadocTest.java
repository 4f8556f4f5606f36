package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's public members say what they are for: the compiler's own check of Javadoc finds none without a word. */
class JavadocTest {

    private static final List<String> PACKAGES = List.of("oci", "dockerfile", "buildkit");

    @TempDir
    private Path classes;

    @Test
    void everyPublicMemberHasAComment() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, Locale.ROOT, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-implicit:none",
                    "-Xdoclint:missing/public",
                    "-Xmaxwarns",
                    "9999",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertThat(compiled).isTrue();
        }

        List<Diagnostic<? extends JavaFileObject>> silent = said.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getMessage(Locale.ROOT).contains("no comment"))
                .toList();
        assertThat(silent)
                // A record's components are described with the record itself.
                .filteredOn(diagnostic -> !isCompactConstructor(diagnostic.getSource(), diagnostic.getLineNumber()))
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        Path house = Path.of("src/main/java/dev/slipway");
        List<Path> sources = new ArrayList<>();
        for (String name : PACKAGES) {
            try (Stream<Path> files = Files.walk(house.resolve(name))) {
                sources.addAll(
                        files.filter(file -> file.toString().endsWith(".java")).toList());
            }
        }
        return sources;
    }

    private static boolean isCompactConstructor(JavaFileObject source, long line) {
        try {
            return source.getCharContent(true)
                    .toString()
                    .lines()
                    .skip(line - 1)
                    .findFirst()
                    .orElse("")
                    .strip()
                    .matches("public \\w+ \\{");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
