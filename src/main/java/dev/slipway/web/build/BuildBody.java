package dev.slipway.web.build;

import dev.slipway.build.BuildNetwork;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.Compression;
import dev.slipway.oci.Platform;
import dev.slipway.project.Revision;
import dev.slipway.refusal.Refusal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a client sends to ask for a build; every field may be left out. */
record BuildBody(
        @Nullable String revision,
        @Nullable String dockerfile,
        @Nullable String context,
        @Nullable String target,
        @Nullable Map<String, @Nullable String> args,
        @Nullable List<String> secrets,
        @Nullable List<String> platforms,
        @Nullable List<String> tags,
        @Nullable Map<String, @Nullable String> labels,
        @Nullable Map<String, @Nullable String> annotations,
        @Nullable Boolean noCache,
        @Nullable List<String> noCacheFilter,
        @Nullable Boolean pull,
        @Nullable List<String> cacheFrom,
        @Nullable List<String> cacheTo,
        @Nullable String network,
        @Nullable String compression,
        @Nullable Attestations attestations,
        @Nullable Integer priority) {

    record Attestations(@Nullable Object sbom, @Nullable Object provenance) {}

    BuildRequest toRequest() {
        refuseWhatIsToCome();
        BuildRequest.Builder request = BuildRequest.builder()
                .revision(revision == null ? null : new Revision(revision))
                .target(target == null || target.isBlank() ? null : target)
                .args(texts("/args", args))
                .tags(items("/tags", tags))
                .labels(texts("/labels", labels))
                .annotations(texts("/annotations", annotations))
                .noCache(Boolean.TRUE.equals(noCache))
                .noCacheFilter(items("/noCacheFilter", noCacheFilter))
                .pull(Boolean.TRUE.equals(pull))
                .platforms(items("/platforms", platforms).stream()
                        .map(BuildBody::platform)
                        .toList())
                .priority(priority == null ? 0 : priority);
        if (dockerfile != null && !dockerfile.isEmpty()) {
            request.dockerfile(dockerfile);
        }
        if (context != null && !context.equals(".")) {
            request.context(context);
        }
        if (network != null) {
            request.network(word("/network", network, BuildNetwork::find, "default or none"));
        }
        if (compression != null) {
            request.compression(word("/compression", compression, Compression::find, "zstd, gzip or uncompressed"));
        }
        return request.build();
    }

    /** Silently built without its secret or its cache, an image would not be what was asked for. */
    private void refuseWhatIsToCome() {
        refuse("/secrets", secrets);
        refuse("/cacheFrom", cacheFrom);
        refuse("/cacheTo", cacheTo);
        if (attestations != null && (isOn(attestations.sbom()) || isOn(attestations.provenance()))) {
            throw toCome("/attestations");
        }
    }

    private static boolean isOn(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value);
    }

    private static void refuse(String field, @Nullable Collection<?> values) {
        if (values != null && !values.isEmpty()) {
            throw toCome(field);
        }
    }

    private static Refusal toCome(String field) {
        return Refusal.invalid(
                field,
                "not-supported",
                "This Slipway can't build with %s yet. Leave it out.".formatted(field.substring(1)));
    }

    private static Map<String, String> texts(String field, @Nullable Map<String, @Nullable String> map) {
        if (map == null) {
            return Map.of();
        }
        if (map.values().stream().anyMatch(Objects::isNull)) {
            throw Refusal.invalid(field, "invalid-value", "A value in %s is null.".formatted(field.substring(1)));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    private static List<String> items(String field, @Nullable List<String> list) {
        if (list == null) {
            return List.of();
        }
        if (list.stream().anyMatch(Objects::isNull)) {
            throw Refusal.invalid(field, "invalid-value", "An entry in %s is null.".formatted(field.substring(1)));
        }
        return list;
    }

    private static Platform platform(String text) {
        try {
            return Platform.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(
                            "/platforms", "invalid-platform", "A platform looks like linux/amd64 or linux/arm64/v8.")
                    .causedBy(e);
        }
    }

    private static <T> T word(String field, String text, Function<String, Optional<T>> find, String known) {
        return find.apply(text)
                .orElseThrow(() ->
                        Refusal.invalid(field, "invalid-value", "Use %s for %s.".formatted(known, field.substring(1))));
    }
}
