package dev.slipway.build;

import dev.slipway.oci.Platform;
import dev.slipway.project.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants built and how. Its limits are checked when it is made: {@link RequestLimits}.
 *
 * @param revision the commit to build; empty: the project's newest
 * @param dockerfile path from the project's top
 * @param context folder from the project's top, empty for the top itself
 * @param target stage to build; empty: the last one
 * @param args build arguments, in the order given
 * @param tags where the image is to appear; the image stands under its digest in any case
 * @param labels added to the image's configuration
 * @param annotations added to the image's manifest
 * @param noCache runs every step again
 * @param noCacheFilter runs the steps of these stages again
 * @param pull asks the registry for newer base images
 * @param platforms empty: the build machine's
 * @param priority -100 to 100, higher ones leave the queue first
 */
public record BuildRequest(
        Optional<Revision> revision,
        String dockerfile,
        String context,
        Optional<String> target,
        Map<String, String> args,
        List<ImageTag> tags,
        Map<String, String> labels,
        Map<String, String> annotations,
        boolean noCache,
        List<String> noCacheFilter,
        boolean pull,
        List<Platform> platforms,
        BuildNetwork network,
        Compression compression,
        int priority) {

    public static final String DEFAULT_DOCKERFILE = "Dockerfile";

    public BuildRequest {
        args = ordered(args);
        tags = List.copyOf(tags).stream().distinct().toList();
        labels = ordered(labels);
        annotations = ordered(annotations);
        noCacheFilter = List.copyOf(noCacheFilter);
        platforms = List.copyOf(platforms).stream().distinct().toList();
        RequestLimits.check(
                dockerfile, context, target, args, tags, labels, annotations, noCacheFilter, platforms, priority);
    }

    /** The newest revision's {@code Dockerfile}, its last stage, no tags. */
    public static BuildRequest ofNewest() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The same request for a known commit. */
    public BuildRequest at(Revision commit) {
        return new BuildRequest(
                Optional.of(commit),
                dockerfile,
                context,
                target,
                args,
                tags,
                labels,
                annotations,
                noCache,
                noCacheFilter,
                pull,
                platforms,
                network,
                compression,
                priority);
    }

    private static Map<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Starts from the defaults; {@link #build} checks. */
    public static final class Builder {

        private @Nullable Revision revision;
        private String dockerfile = DEFAULT_DOCKERFILE;
        private String context = "";
        private @Nullable String target;
        private final Map<String, String> args = new LinkedHashMap<>();
        private final List<ImageTag> tags = new ArrayList<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final Map<String, String> annotations = new LinkedHashMap<>();
        private boolean noCache;
        private final List<String> noCacheFilter = new ArrayList<>();
        private boolean pull;
        private final List<Platform> platforms = new ArrayList<>();
        private BuildNetwork network = BuildNetwork.DEFAULT;
        private Compression compression = Compression.ZSTD;
        private int priority;

        private Builder() {}

        public Builder revision(@Nullable Revision value) {
            revision = value;
            return this;
        }

        public Builder dockerfile(String value) {
            dockerfile = value;
            return this;
        }

        public Builder context(String value) {
            context = value;
            return this;
        }

        public Builder target(@Nullable String value) {
            target = value;
            return this;
        }

        public Builder arg(String name, String value) {
            args.put(name, value);
            return this;
        }

        public Builder args(Map<String, String> values) {
            args.putAll(values);
            return this;
        }

        public Builder tag(String repositoryAndTag) {
            tags.add(ImageTag.parse(repositoryAndTag));
            return this;
        }

        public Builder tags(List<String> values) {
            values.forEach(this::tag);
            return this;
        }

        public Builder labels(Map<String, String> values) {
            labels.putAll(values);
            return this;
        }

        public Builder annotations(Map<String, String> values) {
            annotations.putAll(values);
            return this;
        }

        public Builder noCache(boolean value) {
            noCache = value;
            return this;
        }

        public Builder noCacheFilter(List<String> stages) {
            noCacheFilter.addAll(stages);
            return this;
        }

        public Builder pull(boolean value) {
            pull = value;
            return this;
        }

        public Builder platforms(List<Platform> values) {
            platforms.addAll(values);
            return this;
        }

        public Builder network(BuildNetwork value) {
            network = value;
            return this;
        }

        public Builder compression(Compression value) {
            compression = value;
            return this;
        }

        public Builder priority(int value) {
            priority = value;
            return this;
        }

        /** @throws dev.slipway.refusal.Refusal INVALID, with the field and its limit */
        public BuildRequest build() {
            return new BuildRequest(
                    Optional.ofNullable(revision),
                    dockerfile,
                    context,
                    Optional.ofNullable(target),
                    args,
                    tags,
                    labels,
                    annotations,
                    noCache,
                    noCacheFilter,
                    pull,
                    platforms,
                    network,
                    compression,
                    priority);
        }
    }
}
