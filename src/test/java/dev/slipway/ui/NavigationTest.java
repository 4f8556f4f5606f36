package dev.slipway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.Route;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

class NavigationTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    static Stream<String> paths() {
        return Stream.of(
                Navigation.home(),
                Navigation.login(),
                Navigation.setUp(),
                Navigation.account(),
                Navigation.projects("acme"),
                Navigation.workbench("acme", "storefront"),
                Navigation.builds("acme"),
                Navigation.build("acme", 150),
                Navigation.images("acme"),
                Navigation.repository("acme", "backend/api"),
                Navigation.image("acme", "backend/api", DIGEST),
                Navigation.members("acme"),
                Navigation.credentials("acme"),
                Navigation.tokens("acme"),
                Navigation.rules("acme"),
                Navigation.shared("sls_0"),
                Navigation.general("acme"),
                Navigation.audit("acme"),
                Navigation.installationAudit(Map.of()),
                Navigation.invitation("sli_0"),
                Navigation.join("sli_0"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyPathLeadsToOneView(String path) {
        assertThat(routes().stream().filter(route -> matches(route, path))).hasSize(1);
    }

    @Test
    void everyViewHasAPath() {
        assertThat(routes()).allSatisfy(route -> assertThat(paths()).anyMatch(path -> matches(route, path)));
    }

    @Test
    void stateIsEncodedAndInOneOrder() {
        assertThat(Navigation.workbench(
                        "acme", "storefront", Map.of(Navigation.FILE, "src/a b&c.py", Navigation.BUILD, "7")))
                .isEqualTo("w/acme/p/storefront?build=7&file=src/a%20b%26c.py");
    }

    private static Set<String> routes() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Route.class));
        return scanner.findCandidateComponents(Navigation.class.getPackageName()).stream()
                .map(found -> route(Objects.requireNonNull(found.getBeanClassName())))
                .collect(Collectors.toSet());
    }

    private static String route(String className) {
        try {
            return Class.forName(className).getAnnotation(Route.class).value();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The parts of Vaadin's template syntax that the routes use: {@code :name}, {@code :name(regex)}, {@code :name*}. */
    private static boolean matches(String route, String path) {
        String pattern = List.of(route.split("/", -1)).stream()
                .map(part -> !part.startsWith(":")
                        ? "/" + Pattern.quote(part)
                        : part.endsWith("*")
                                ? "(/.+)?"
                                : part.contains("(") ? "/" + part.substring(part.indexOf('(')) : "/[^/]+")
                .collect(Collectors.joining());
        return Pattern.matches(pattern, "/" + path);
    }
}
