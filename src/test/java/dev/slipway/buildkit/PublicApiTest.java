package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users of the library see is the JDK's, the library's own, and gRPC's where an attachable is plugged in. */
class PublicApiTest {

    private static final List<String> FOREIGN = List.of(
            "com.google.",
            "org.springframework.",
            "com.vaadin.",
            "jakarta.",
            "io.netty.",
            "tools.jackson.",
            "dev.slipway.buildkit.grpc.");

    /** Used between the library's own packages; a user has no connection or message to hand to them. */
    private static final List<String> INTERNAL =
            List.of("dev.slipway.buildkit.transport.Connection", "dev.slipway.buildkit.transport.FileStats");

    @Test
    void noForeignTypeIsInAPublicSignature() throws Exception {
        List<String> found = new ArrayList<>();
        for (Class<?> type : publicTypes()) {
            if (!INTERNAL.contains(type.getName())) {
                collect(type, found);
            }
        }

        assertThat(found).isEmpty();
    }

    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(BuildkitClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("dev/slipway"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                boolean ours = name.startsWith("dev.slipway.oci.")
                        || name.startsWith("dev.slipway.dockerfile.")
                        || (name.startsWith("dev.slipway.buildkit.") && !name.startsWith("dev.slipway.buildkit.grpc."));
                if (ours && !name.endsWith("package-info")) {
                    Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
                    if (isPublic(type)) {
                        types.add(type);
                    }
                }
            }
        }
        assertThat(types).hasSizeGreaterThan(60);
        return types;
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static void collect(Class<?> type, List<String> found) {
        for (Field field : type.getDeclaredFields()) {
            if (isSeen(field.getModifiers())) {
                check(field.getGenericType(), type, field.getName(), found);
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            parameters(constructor, type, found);
        }
        for (Method method : type.getDeclaredMethods()) {
            parameters(method, type, found);
            if (isSeen(method.getModifiers())) {
                check(method.getGenericReturnType(), type, method.getName(), found);
            }
        }
    }

    private static void parameters(Executable executable, Class<?> type, List<String> found) {
        if (isSeen(executable.getModifiers()) && !executable.isSynthetic()) {
            for (Type parameter : executable.getGenericParameterTypes()) {
                check(parameter, type, executable.getName(), found);
            }
        }
    }

    private static void check(Type seen, Class<?> type, String member, List<String> found) {
        for (String foreign : FOREIGN) {
            if (seen.getTypeName().contains(foreign)) {
                found.add(type.getName() + "." + member + " shows " + seen.getTypeName());
            }
        }
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
