package dev.slipway.web.build;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.build.Build;
import dev.slipway.build.BuildError;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.BuildStep;
import dev.slipway.build.BuildWarning;
import dev.slipway.build.ImageTag;
import dev.slipway.build.LineRange;
import dev.slipway.build.PublishedImage;
import dev.slipway.oci.Platform;
import dev.slipway.project.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A build as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BuildJson(
        long number,
        String project,
        String revision,
        String status,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        String actor,
        RequestJson request,
        List<StepJson> steps,
        List<BuildWarning> warnings,
        @Nullable ImageJson image,
        @Nullable ErrorJson error,
        @Nullable Integer position,
        @Nullable Long retryOf,
        @Nullable Boolean cancelling) {

    static BuildJson of(Build build) {
        return new BuildJson(
                build.number().value(),
                build.projectName().value(),
                build.revision().value(),
                build.status().word(),
                build.queuedAt(),
                build.startedAt().orElse(null),
                build.endedAt().orElse(null),
                build.actorName(),
                RequestJson.of(build.request()),
                build.steps().stream().map(StepJson::of).toList(),
                build.warnings(),
                build.image().map(ImageJson::of).orElse(null),
                build.error().map(ErrorJson::of).orElse(null),
                build.position().orElse(null),
                build.retryOf().map(BuildNumber::value).orElse(null),
                (build.cancelling() && !build.status().isFinal()) ? Boolean.TRUE : null);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RequestJson(
            @Nullable String revision,
            String dockerfile,
            String context,
            @Nullable String target,
            Map<String, String> args,
            List<String> tags,
            List<String> platforms,
            Map<String, String> labels,
            Map<String, String> annotations,
            boolean noCache,
            List<String> noCacheFilter,
            boolean pull,
            String network,
            String compression,
            int priority) {

        static RequestJson of(BuildRequest request) {
            return new RequestJson(
                    request.revision().map(Revision::value).orElse(null),
                    request.dockerfile(),
                    request.context(),
                    request.target().orElse(null),
                    request.args(),
                    request.tags().stream().map(ImageTag::toString).toList(),
                    request.platforms().stream().map(Platform::toString).toList(),
                    request.labels(),
                    request.annotations(),
                    request.noCache(),
                    request.noCacheFilter(),
                    request.pull(),
                    request.network().word(),
                    request.compression().word(),
                    request.priority());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepJson(
            int step,
            String name,
            String state,
            Instant startedAt,
            long ms,
            @Nullable Integer line,
            @Nullable String error) {

        static StepJson of(BuildStep step) {
            return new StepJson(
                    step.number(),
                    step.name(),
                    step.state().word(),
                    step.startedAt(),
                    step.ms(),
                    step.line().orElse(null),
                    step.error().orElse(null));
        }
    }

    record ImageJson(String digest, String repository, List<String> tags, long size, List<String> platforms) {

        static ImageJson of(PublishedImage image) {
            return new ImageJson(
                    image.digest().toString(),
                    image.repository(),
                    image.tags(),
                    image.size(),
                    image.platforms().stream().map(Platform::toString).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ErrorJson(
            String message,
            @Nullable Integer step,
            @Nullable List<LineRange> ranges,
            @Nullable Integer exitCode) {

        static ErrorJson of(BuildError error) {
            return new ErrorJson(
                    error.message(),
                    error.step().orElse(null),
                    error.ranges().isEmpty() ? null : error.ranges(),
                    error.exitCode().orElse(null));
        }
    }
}
