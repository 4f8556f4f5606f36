package dev.slipway.web.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.account.Caller;
import dev.slipway.build.BuildNumber;
import dev.slipway.image.Images;
import dev.slipway.image.Repository;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.image.TagMove;
import dev.slipway.image.TagName;
import dev.slipway.image.Tags;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Repositories and their tags. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/repositories")
class RepositoryController {

    private final Access access;
    private final Images images;
    private final Tags tags;

    RepositoryController(Access access, Images images, Tags tags) {
        this.access = access;
        this.images = images;
        this.tags = tags;
    }

    record RepositoryJson(String name, long tags, long images, Instant updatedAt) {

        static RepositoryJson of(Repository repository) {
            return new RepositoryJson(
                    repository.name().value(), repository.tags(), repository.images(), repository.updatedAt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TagJson(
            String tag,
            String digest,
            long size,
            List<String> platforms,
            Instant updatedAt,
            @Nullable String actor,
            @Nullable Long build,
            @JsonProperty("protected") boolean isProtected,
            @JsonProperty("immutable") boolean isImmutable) {

        static TagJson of(Tag tag) {
            return new TagJson(
                    tag.name().value(),
                    tag.digest().toString(),
                    tag.size(),
                    tag.platforms().stream().map(Platform::toString).toList(),
                    tag.updatedAt(),
                    tag.actor().orElse(null),
                    tag.build().map(BuildNumber::value).orElse(null),
                    tag.isProtected(),
                    tag.isImmutable());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TagMoveJson(
            Instant at,
            @Nullable String actor,
            @Nullable String from,
            @Nullable String to,
            @Nullable Long build,
            String reason) {

        static TagMoveJson of(TagMove move) {
            return new TagMoveJson(
                    move.at(),
                    move.actor().orElse(null),
                    move.from().map(Digest::toString).orElse(null),
                    move.to().map(Digest::toString).orElse(null),
                    move.build().map(BuildNumber::value).orElse(null),
                    move.reason());
        }
    }

    record MoveRequest(@Nullable String digest, @Nullable String reason) {}

    record RevertRequest(@Nullable String to, @Nullable String reason) {}

    @GetMapping
    Page<RepositoryJson> repositories(Caller caller, @PathVariable String ws, PageRequest page) {
        Seat seat = enter(caller, ws, Permission.VIEW);
        return images.repositories(seat.workspace().id(), page).map(RepositoryJson::of);
    }

    @GetMapping("/{repo}/tags")
    Page<TagJson> tags(Caller caller, @PathVariable String ws, @PathVariable String repo, PageRequest page) {
        Seat seat = enter(caller, ws, Permission.VIEW);
        return images.tags(seat.workspace().id(), repository(repo), page).map(TagJson::of);
    }

    @PutMapping("/{repo}/tags/{tag}")
    TagJson move(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String repo,
            @PathVariable String tag,
            @RequestBody MoveRequest request) {
        Seat seat = enter(caller, ws, Permission.PUSH_IMAGE);
        String reason = Optional.ofNullable(request.reason()).orElse("");
        return TagJson.of(
                tags.move(seat, repository(repo), new TagName(tag), digest("/digest", request.digest()), reason));
    }

    @DeleteMapping("/{repo}/tags/{tag}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String ws, @PathVariable String repo, @PathVariable String tag) {
        Seat seat = enter(caller, ws, Permission.DELETE_IMAGE);
        tags.delete(seat, repository(repo), tag(tag));
    }

    @GetMapping("/{repo}/tags/{tag}/history")
    Page<TagMoveJson> history(
            Caller caller, @PathVariable String ws, @PathVariable String repo, @PathVariable String tag) {
        Seat seat = enter(caller, ws, Permission.VIEW);
        return Page.whole(images.history(seat.workspace().id(), repository(repo), tag(tag)))
                .map(TagMoveJson::of);
    }

    @PostMapping("/{repo}/tags/{tag}/revert")
    TagJson revert(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String repo,
            @PathVariable String tag,
            @RequestBody RevertRequest request) {
        Seat seat = enter(caller, ws, Permission.PUSH_IMAGE);
        String reason = Optional.ofNullable(request.reason()).orElse("");
        return TagJson.of(tags.revert(seat, repository(repo), tag(tag), digest("/to", request.to()), reason));
    }

    private Seat enter(Caller caller, String workspace, Permission permission) {
        return access.enter(caller, workspace, permission);
    }

    /** As {@link RepositoryPathFilter} hands it on. */
    static RepositoryName repository(String variable) {
        return RepositoryName.find(variable.replace(RepositoryPathFilter.SLASH, '/'))
                .orElseThrow(Refusal::notFound);
    }

    private static TagName tag(String variable) {
        return TagName.find(variable).orElseThrow(Refusal::notFound);
    }

    private static Digest digest(String pointer, @Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(Digest::tryParse)
                .orElseThrow(() -> Refusal.invalid(
                        pointer, "invalid-digest", "A digest looks like sha256: and 64 lower-case hex digits."));
    }
}
