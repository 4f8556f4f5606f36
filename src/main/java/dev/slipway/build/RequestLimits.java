package dev.slipway.build;

import dev.slipway.oci.Platform;
import dev.slipway.refusal.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How much a {@link BuildRequest} may ask for. Each refusal names the field and the limit. */
public final class RequestLimits {

    public static final int MAX_ARGS = 100;
    public static final int MAX_TAGS = 20;
    public static final int MAX_LABELS = 100;
    public static final int MAX_STAGES = 50;
    public static final int MAX_PLATFORMS = 8;
    public static final int MAX_KEY = 255;
    /** Characters of one value. */
    public static final int MAX_VALUE = 16_384;
    /** Characters of all values of one map together. */
    public static final int MAX_VALUES = 131_072;

    public static final int MAX_PATH = 4_096;
    public static final int MAX_TARGET = 128;
    public static final int MAX_PRIORITY = 100;

    private static final Pattern ARG_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
    private static final Pattern STAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,254}");

    /** Arguments with which BuildKit itself is steered, past the workspace's walls. */
    private static final Set<String> RESERVED_ARGS =
            Set.of("BUILDKIT_SYNTAX", "BUILDKIT_CACHE_MOUNT_NS", "BUILDKIT_SANDBOX_HOSTNAME", "BUILDKIT_INLINE_CACHE");

    private RequestLimits() {}

    static void check(
            String dockerfile,
            String context,
            Optional<String> target,
            Map<String, String> args,
            List<ImageTag> tags,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<String> noCacheFilter,
            List<Platform> platforms,
            int priority) {
        checkPath("/dockerfile", dockerfile, false);
        checkPath("/context", context, true);
        target.ifPresent(name -> checkStage("/target", name));
        checkArgs(args);
        checkCount("/tags", tags.size(), MAX_TAGS);
        checkMap("/labels", labels, MAX_LABELS, KEY);
        checkMap("/annotations", annotations, MAX_LABELS, KEY);
        checkCount("/noCacheFilter", noCacheFilter.size(), MAX_STAGES);
        noCacheFilter.forEach(stage -> checkStage("/noCacheFilter", stage));
        checkCount("/platforms", platforms.size(), MAX_PLATFORMS);
        if (Math.abs(priority) > MAX_PRIORITY) {
            throw Refusal.invalid(
                    "/priority",
                    "priority-out-of-range",
                    "Use a priority from -%d to %d.".formatted(MAX_PRIORITY, MAX_PRIORITY));
        }
    }

    static void check(String dockerfile, Optional<String> content, Optional<String> target, Map<String, String> args) {
        checkPath("/dockerfile", dockerfile, false);
        content.filter(text -> text.length() > DockerfileQuestion.MAX_CONTENT).ifPresent(text -> {
            throw Refusal.invalid(
                    "/content",
                    "content-too-long",
                    "A Dockerfile to be checked has at most %d characters, not %d."
                            .formatted(DockerfileQuestion.MAX_CONTENT, text.length()));
        });
        target.ifPresent(name -> checkStage("/target", name));
        checkArgs(args);
    }

    private static void checkPath(String field, String path, boolean mayBeEmpty) {
        if (path.isEmpty() && mayBeEmpty) {
            return;
        }
        boolean clean = !path.isEmpty()
                && path.length() <= MAX_PATH
                && path.indexOf('\\') < 0
                && path.codePoints().noneMatch(Texts::isUnsafe)
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (!clean) {
            throw Refusal.invalid(
                    field,
                    "invalid-path",
                    "\"%s\" is no path inside the project. Write it from the project's top, like \"docker/Dockerfile\", without \"..\"."
                            .formatted(Texts.shown(path)));
        }
    }

    private static void checkStage(String field, String name) {
        if (!STAGE.matcher(name).matches()) {
            throw Refusal.invalid(
                    field,
                    "invalid-stage",
                    "\"%s\" is no name of a stage. A stage has up to %d letters, digits, . _ and -."
                            .formatted(Texts.shown(name), MAX_TARGET));
        }
    }

    private static void checkArgs(Map<String, String> args) {
        checkMap("/args", args, MAX_ARGS, ARG_NAME);
        args.keySet().stream()
                .filter(name -> RESERVED_ARGS.contains(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.invalid(
                            "/args/" + name,
                            "reserved-arg",
                            "The build argument %s steers the build engine itself and is set by Slipway. Leave it out."
                                    .formatted(name));
                });
    }

    private static void checkMap(String field, Map<String, String> map, int most, Pattern keyForm) {
        checkCount(field, map.size(), most);
        int sum = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            String key = entry.getKey();
            if (!keyForm.matcher(key).matches()) {
                throw Refusal.invalid(
                        field,
                        "invalid-key",
                        "\"%s\" can't be a name in %s.".formatted(Texts.shown(key), field.substring(1)));
            }
            int length = entry.getValue().length();
            sum += length;
            if (length > MAX_VALUE || sum > MAX_VALUES) {
                throw Refusal.invalid(
                        field + "/" + key.replace("/", "~1"),
                        "value-too-long",
                        "A value in %s has at most %d characters, all together at most %d."
                                .formatted(field.substring(1), MAX_VALUE, MAX_VALUES));
            }
            if (entry.getValue().indexOf('\0') >= 0) {
                throw Refusal.invalid(field, "invalid-value", "A value can't hold the character NUL.");
            }
        }
    }

    private static void checkCount(String field, int count, int most) {
        if (count > most) {
            throw Refusal.invalid(
                    field, "too-many", "At most %d entries in %s, not %d.".formatted(most, field.substring(1), count));
        }
    }
}
