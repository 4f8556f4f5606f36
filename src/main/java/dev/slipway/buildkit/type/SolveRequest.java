package dev.slipway.buildkit.type;

import dev.slipway.oci.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the daemon shall build; sources, credentials and secrets are the session's.
 *
 * @param frontend {@code dockerfile.v0}
 * @param attributes the frontend's, {@code target} or {@code build-arg:NAME} for instance
 * @param exporters none builds for the cache alone
 * @param entitlements {@code network.host}, {@code security.insecure}; the daemon must allow them too
 * @param internal kept out of the daemon's build history
 */
public record SolveRequest(
        String frontend,
        Map<String, String> attributes,
        List<Exporter> exporters,
        List<CacheEntry> cacheImports,
        List<CacheEntry> cacheExports,
        Set<String> entitlements,
        boolean internal) {

    /** Name of the session's {@link LocalSource} that is the build context. */
    public static final String CONTEXT = "context";

    /** Name of the session's {@link LocalSource} that holds the Dockerfile. */
    public static final String DOCKERFILE = "dockerfile";

    public SolveRequest {
        attributes = Map.copyOf(attributes);
        exporters = List.copyOf(exporters);
        cacheImports = List.copyOf(cacheImports);
        cacheExports = List.copyOf(cacheExports);
        entitlements = Set.copyOf(entitlements);
    }

    /** A build of a Dockerfile from the session's sources {@value #CONTEXT} and {@value #DOCKERFILE}. */
    public static Builder dockerfile() {
        return new Builder("dockerfile.v0");
    }

    /** Collects a request; later values replace earlier ones of the same name. */
    public static final class Builder {

        private final String frontend;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final List<Exporter> exporters = new ArrayList<>();
        private final List<CacheEntry> cacheImports = new ArrayList<>();
        private final List<CacheEntry> cacheExports = new ArrayList<>();
        private final Set<String> entitlements = new LinkedHashSet<>();
        private boolean foreignFrontends;
        private boolean internal;

        private Builder(String frontend) {
            this.frontend = frontend;
        }

        /** Path of the Dockerfile within its source; {@code Dockerfile} unless set. */
        public Builder filename(String path) {
            return attribute("filename", path);
        }

        /** The stage to build; the last one unless set. */
        public Builder target(String stage) {
            return attribute("target", stage);
        }

        public Builder buildArgument(String name, String value) {
            return attribute("build-arg:" + name, value);
        }

        public Builder buildArguments(Map<String, String> arguments) {
            arguments.forEach(this::buildArgument);
            return this;
        }

        public Builder label(String key, String value) {
            return attribute("label:" + key, value);
        }

        public Builder platforms(List<Platform> platforms) {
            return attribute(
                    "platform", platforms.stream().map(Platform::toString).collect(Collectors.joining(",")));
        }

        /** Runs every step again. */
        public Builder noCache() {
            return attribute("no-cache", "");
        }

        /** Asks the registry for base images although the daemon has them. */
        public Builder pull() {
            return attribute("image-resolve-mode", "pull");
        }

        /** A further named context, {@code docker-image://…} or {@code local:NAME}. */
        public Builder namedContext(String name, String source) {
            attribute("frontend.caps", "moby.buildkit.frontend.contexts+forward");
            return attribute("context:" + name, source);
        }

        /**
         * Lets a {@code # syntax=} line pull and run a foreign frontend. Without this the daemon's own frontend answers
         * (docs/decisions/0009).
         */
        public Builder allowForeignFrontends() {
            foreignFrontends = true;
            return this;
        }

        /** Any attribute of the frontend, by BuildKit's name. */
        public Builder attribute(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        public Builder exporter(Exporter exporter) {
            exporters.add(exporter);
            return this;
        }

        public Builder cacheFrom(CacheEntry entry) {
            cacheImports.add(entry);
            return this;
        }

        public Builder cacheTo(CacheEntry entry) {
            cacheExports.add(entry);
            return this;
        }

        public Builder entitlement(String name) {
            entitlements.add(name);
            return this;
        }

        public Builder internal() {
            internal = true;
            return this;
        }

        public SolveRequest build() {
            Map<String, String> all = new LinkedHashMap<>(attributes);
            if (!foreignFrontends) {
                // The built-in frontend takes its own forwarded call for granted once this is set: any value does.
                all.putIfAbsent("cmdline", "dockerfile.v0");
            }
            return new SolveRequest(frontend, all, exporters, cacheImports, cacheExports, entitlements, internal);
        }
    }
}
