package dev.slipway.web.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.account.Caller;
import dev.slipway.build.BuildNumber;
import dev.slipway.image.ImageDetails;
import dev.slipway.image.Images;
import dev.slipway.image.Layer;
import dev.slipway.image.PlatformImage;
import dev.slipway.image.TagName;
import dev.slipway.image.Tags;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageConfig;
import dev.slipway.paging.Page;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One image: its configuration and the instruction behind each layer. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/repositories/{repo}/images/{digest}")
class ImageController {

    private final Access access;
    private final Images images;
    private final Tags tags;

    ImageController(Access access, Images images, Tags tags) {
        this.access = access;
        this.images = images;
        this.tags = tags;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImageJson(
            String digest,
            String repository,
            String mediaType,
            long size,
            Instant pushedAt,
            @Nullable String actor,
            @Nullable Long build,
            List<String> tags,
            List<PlatformJson> platforms) {

        static ImageJson of(ImageDetails image) {
            return new ImageJson(
                    image.digest().toString(),
                    image.repository().value(),
                    image.mediaType(),
                    image.size(),
                    image.pushedAt(),
                    image.actor().orElse(null),
                    image.build().map(BuildNumber::value).orElse(null),
                    image.tags().stream().map(TagName::value).toList(),
                    image.platforms().stream().map(PlatformJson::of).toList());
        }
    }

    record PlatformJson(
            String platform,
            String digest,
            long size,
            ConfigJson config,
            List<LayerJson> layers,
            List<String> attestations) {

        static PlatformJson of(PlatformImage image) {
            String platform = image.platform().toString();
            return new PlatformJson(
                    platform,
                    image.manifest().toString(),
                    image.size(),
                    ConfigJson.of(image.config()),
                    image.layers().stream()
                            .map(layer -> LayerJson.of(platform, layer))
                            .toList(),
                    image.attestations().stream().map(Digest::toString).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ConfigJson(
            @Nullable Instant created,
            @Nullable String author,
            String user,
            List<String> env,
            List<String> entrypoint,
            List<String> cmd,
            String workingDir,
            List<String> exposedPorts,
            List<String> volumes,
            Map<String, String> labels,
            String stopSignal) {

        static ConfigJson of(ImageConfig config) {
            ImageConfig.Execution execution = config.execution();
            return new ConfigJson(
                    config.created().orElse(null),
                    config.author().orElse(null),
                    execution.user(),
                    execution.env(),
                    execution.entrypoint(),
                    execution.cmd(),
                    execution.workingDir(),
                    execution.exposedPorts(),
                    execution.volumes(),
                    execution.labels(),
                    execution.stopSignal());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LayerJson(
            String platform,
            String instruction,
            String createdBy,
            @Nullable Instant createdAt,
            @Nullable String digest,
            @Nullable String mediaType,
            long size,
            boolean configurationOnly) {

        static LayerJson of(String platform, Layer layer) {
            return new LayerJson(
                    platform,
                    layer.instruction(),
                    layer.createdBy(),
                    layer.createdAt().orElse(null),
                    layer.digest().map(Digest::toString).orElse(null),
                    layer.mediaType().orElse(null),
                    layer.size(),
                    layer.isConfigurationOnly());
        }
    }

    @GetMapping
    ImageJson image(Caller caller, @PathVariable String ws, @PathVariable String repo, @PathVariable String digest) {
        return ImageJson.of(find(caller, ws, repo, digest));
    }

    /** All platforms' layers, one platform after the other, oldest first. */
    @GetMapping("/layers")
    Page<LayerJson> layers(
            Caller caller, @PathVariable String ws, @PathVariable String repo, @PathVariable String digest) {
        return Page.whole(find(caller, ws, repo, digest).platforms().stream()
                .map(PlatformJson::of)
                .flatMap(platform -> platform.layers().stream())
                .toList());
    }

    /** With its platforms and attestations, and with a tag that alone names it. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String ws, @PathVariable String repo, @PathVariable String digest) {
        Seat seat = access.enter(caller, ws, Permission.DELETE_IMAGE);
        tags.deleteImage(
                seat,
                RepositoryController.repository(repo),
                Digest.tryParse(digest).orElseThrow(Refusal::notFound));
    }

    private ImageDetails find(Caller caller, String ws, String repo, String digest) {
        Seat seat = access.enter(caller, ws, Permission.VIEW);
        return images.image(
                seat.workspace().id(),
                RepositoryController.repository(repo),
                Digest.tryParse(digest).orElseThrow(Refusal::notFound));
    }
}
