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
 * @param sourcePolicy which sources it may use
 * @param internal kept out of the daemon's build history
 */
public record SolveRequest(
        String frontend,
        Map<String, String> attributes,
        List<Exporter> exporters,
        List<CacheEntry> cacheImports,
        List<CacheEntry> cacheExports,
        Set<String> entitlements,
        SourcePolicy sourcePolicy,
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

    /**
     * A build by a frontend that is an image, {@code docker/dockerfile:1} for instance. The daemon pulls and runs it: it
     * must be as trustworthy as the daemon.
     */
    public static Builder frontendImage(String image) {
        return new Builder("gateway.v0").attribute("source", image);
    }

    /** A copy that takes its cache from elsewhere. */
    public SolveRequest withCacheImports(List<CacheEntry> imports) {
        return new SolveRequest(
                frontend, attributes, exporters, imports, cacheExports, entitlements, sourcePolicy, internal);
    }

    /** A copy that leaves nothing behind: no export, no cache, no record. */
    public SolveRequest asQuestion() {
        return new SolveRequest(
                frontend, attributes, List.of(), cacheImports, List.of(), entitlements, sourcePolicy, true);
    }

    /** Collects a request; later values replace earlier ones of the same name. */
    public static final class Builder {

        private final String frontend;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final List<Exporter> exporters = new ArrayList<>();
        private final List<CacheEntry> cacheImports = new ArrayList<>();
        private final List<CacheEntry> cacheExports = new ArrayList<>();
        private final Set<String> entitlements = new LinkedHashSet<>();
        private SourcePolicy sourcePolicy = SourcePolicy.NONE;
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

        /** The value of an {@code ARG}, in place of the Dockerfile's. */
        public Builder buildArgument(String name, String value) {
            return attribute("build-arg:" + name, value);
        }

        /** Values of several {@code ARG}s. */
        public Builder buildArguments(Map<String, String> arguments) {
            arguments.forEach(this::buildArgument);
            return this;
        }

        /** A label of the image's. */
        public Builder label(String key, String value) {
            return attribute("label:" + key, value);
        }

        /** What to build for; an image for several is an index. */
        public Builder platforms(List<Platform> platforms) {
            return attribute(
                    "platform", platforms.stream().map(Platform::toString).collect(Collectors.joining(",")));
        }

        /** An index with attestations' place even when there is one platform only. */
        public Builder multiPlatform() {
            return attribute("multi-platform", "true");
        }

        /** Runs every step again. */
        public Builder noCache() {
            return attribute("no-cache", "");
        }

        /** Runs every step of these stages again. */
        public Builder noCache(List<String> stages) {
            return attribute("no-cache", String.join(",", stages));
        }

        /** A context that is not the session's: a git repository, an archive's address, {@code Upload.address()}. */
        public Builder context(String address) {
            return attribute("context", address);
        }

        /** A name that steps find this address under. */
        public Builder host(String name, String address) {
            String former = attributes.getOrDefault("add-hosts", "");
            return attribute("add-hosts", (former.isEmpty() ? "" : former + ",") + name + "=" + address);
        }

        /** What steps reach: {@code none}, {@code sandbox}, or {@code host}, which needs the entitlement. */
        public Builder network(String mode) {
            return attribute("force-network-mode", mode);
        }

        /** Size of the steps' {@code /dev/shm}, in bytes. */
        public Builder sharedMemory(long bytes) {
            return attribute("shm-size", Long.toString(bytes));
        }

        /** A limit of the steps' processes, {@code nofile} for instance. */
        public Builder ulimit(String name, long soft, long hard) {
            String former = attributes.getOrDefault("ulimit", "");
            return attribute("ulimit", (former.isEmpty() ? "" : former + ",") + name + "=" + soft + ":" + hard);
        }

        /** What each step may use. Needs BuildKit v0.31. */
        public Builder resources(ResourceLimits limits) {
            attributes.putAll(limits.values());
            return this;
        }

        /** The time that image, layers and files get, in seconds since 1970; equal builds then give equal images. */
        public Builder sourceDateEpoch(long seconds) {
            return buildArgument("SOURCE_DATE_EPOCH", Long.toString(seconds));
        }

        /** How the image was made, attached to it: {@code mode=min}, {@code mode=max} and more of BuildKit's options. */
        public Builder provenance(String options) {
            return attribute("attest:provenance", options);
        }

        /** What is in the image, attached to it; {@code generator=IMAGE} names who finds out, which the daemon runs. */
        public Builder sbom(String options) {
            return attribute("attest:sbom", options);
        }

        /** Which sources the build may use. Needs BuildKit v0.11. */
        public Builder sourcePolicy(SourcePolicy policy) {
            sourcePolicy = policy;
            return this;
        }

        /** Asks the registry for base images although the daemon has them. */
        public Builder pull() {
            return attribute("image-resolve-mode", "pull");
        }

        /**
         * A further named context, {@code docker-image://…}, {@code local:NAME} with a source of the session,
         * {@code oci-layout://STORE@sha256:…} with a store of the session, or an address.
         */
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

        /** What becomes of the result; several are served at once. */
        public Builder exporter(Exporter exporter) {
            exporters.add(exporter);
            return this;
        }

        /** Takes what earlier builds put somewhere. */
        public Builder cacheFrom(CacheEntry entry) {
            cacheImports.add(entry);
            return this;
        }

        /** Puts what the steps made somewhere for later builds. */
        public Builder cacheTo(CacheEntry entry) {
            cacheExports.add(entry);
            return this;
        }

        /** Asks for a right that the daemon must grant too, {@code network.host} for instance. */
        public Builder entitlement(String name) {
            entitlements.add(name);
            return this;
        }

        /** Keeps the build out of the daemon's history. */
        public Builder internal() {
            internal = true;
            return this;
        }

        /** The request as collected so far. */
        public SolveRequest build() {
            Map<String, String> all = new LinkedHashMap<>(attributes);
            if (!foreignFrontends && frontend.equals("dockerfile.v0")) {
                // The built-in frontend takes its own forwarded call for granted once this is set: any value does.
                all.putIfAbsent("cmdline", "dockerfile.v0");
            }
            return new SolveRequest(
                    frontend, all, exporters, cacheImports, cacheExports, entitlements, sourcePolicy, internal);
        }
    }
}
