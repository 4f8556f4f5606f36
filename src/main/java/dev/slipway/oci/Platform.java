package dev.slipway.oci;

import java.util.List;
import java.util.Locale;

/**
 * Where an image runs, {@code linux/arm64/v8} (OCI image-spec, image index, "platform").
 *
 * @param os Go's GOOS
 * @param architecture Go's GOARCH
 * @param variant {@code v7}, {@code v8}, … or empty
 * @param osVersion Windows only, else empty
 */
public record Platform(String os, String architecture, String variant, String osVersion) {

    public static final Platform LINUX_AMD64 = of("linux", "amd64");
    public static final Platform LINUX_ARM64 = of("linux", "arm64");

    public Platform {
        os = os.toLowerCase(Locale.ROOT);
        architecture = architecture.toLowerCase(Locale.ROOT);
        variant = variant.toLowerCase(Locale.ROOT);
    }

    /** A platform without a variant. */
    public static Platform of(String os, String architecture) {
        return new Platform(os, architecture, "", "");
    }

    /** @throws IllegalArgumentException when {@code text} is not {@code os/architecture} or {@code os/architecture/variant} */
    public static Platform parse(String text) {
        List<String> parts = List.of(text.split("/", -1));
        if (parts.size() < 2 || parts.size() > 3 || !parts.stream().allMatch(Platform::isWord)) {
            throw new IllegalArgumentException(
                    "'%s' is not a platform; a platform looks like 'linux/amd64' or 'linux/arm64/v8'".formatted(text));
        }
        return new Platform(parts.get(0), parts.get(1), parts.size() == 3 ? parts.get(2) : "", "");
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }

    private static boolean isWord(String part) {
        return !part.isEmpty()
                && part.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '.'
                                || c == '-');
    }
}
