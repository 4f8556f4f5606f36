package dev.slipway.web.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.account.Caller;
import dev.slipway.credential.CredentialName;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.push.Push;
import dev.slipway.push.PushFilter;
import dev.slipway.push.PushId;
import dev.slipway.push.PushLayer;
import dev.slipway.push.PushRequest;
import dev.slipway.push.Pushes;
import dev.slipway.refusal.Refusal;
import dev.slipway.web.Fields;
import dev.slipway.web.image.RepositoryAddress;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pushes to registries elsewhere: each goes on by itself, and can be followed, cancelled and retried. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}")
class PushesController {

    private final Access access;
    private final Pushes pushes;

    PushesController(Access access, Pushes pushes) {
        this.access = access;
        this.pushes = pushes;
    }

    record Wish(
            @Nullable List<@Nullable String> destinations,
            @Nullable String credential) {

        PushRequest toRequest() {
            List<String> places = Fields.required("/destinations", destinations).stream()
                    .map(place -> Fields.required("/destinations", place))
                    .toList();
            return PushRequest.to(places, Optional.ofNullable(credential).map(CredentialName::new));
        }
    }

    record RetryWish(@Nullable String credential) {}

    record LayerJson(String digest, long size, long sent, String state) {

        static LayerJson of(PushLayer layer) {
            return new LayerJson(
                    layer.digest().toString(),
                    layer.size(),
                    layer.sent(),
                    layer.state().word());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PushJson(
            String id,
            String status,
            String repository,
            String digest,
            String destination,
            @Nullable String credential,
            String actor,
            Instant queuedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            int attempts,
            List<LayerJson> layers,
            @Nullable String error) {

        static PushJson of(Push push) {
            return new PushJson(
                    push.id().toString(),
                    push.status().word(),
                    push.repository().value(),
                    push.digest().toString(),
                    push.destination().toString(),
                    push.credential().map(used -> used.name().value()).orElse(null),
                    push.actor(),
                    push.queuedAt(),
                    push.startedAt().orElse(null),
                    push.endedAt().orElse(null),
                    push.attempts(),
                    push.layers().stream().map(LayerJson::of).toList(),
                    push.error().orElse(null));
        }
    }

    @PostMapping("/repositories/{repo}/images/{digest}/pushes")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Page<PushJson> submit(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String repo,
            @PathVariable String digest,
            @RequestBody Wish wish) {
        Seat seat = access.enter(caller, ws, Permission.PUSH_IMAGE);
        RepositoryName repository = RepositoryAddress.read(repo);
        Digest image = Digest.tryParse(digest).orElseThrow(Refusal::notFound);
        return Page.whole(pushes.submit(seat, repository, image, wish.toRequest()))
                .map(PushJson::of);
    }

    @GetMapping("/pushes")
    Page<PushJson> list(
            Caller caller,
            @PathVariable String ws,
            @RequestParam Optional<String> repository,
            @RequestParam Optional<String> digest,
            PageRequest page) {
        Seat seat = access.enter(caller, ws, Permission.VIEW);
        PushFilter filter = new PushFilter(
                repository.map(RepositoryName::new),
                digest.map(text -> Digest.tryParse(text)
                        .orElseThrow(() -> Refusal.invalid(
                                "/digest",
                                "invalid-digest",
                                "A digest looks like sha256: and 64 lower-case hex digits."))));
        return pushes.list(seat.workspace().id(), filter, page).map(PushJson::of);
    }

    @GetMapping("/pushes/{id}")
    PushJson push(Caller caller, @PathVariable String ws, @PathVariable String id) {
        Seat seat = access.enter(caller, ws, Permission.VIEW);
        return PushJson.of(pushes.find(seat.workspace().id(), id(id)));
    }

    /** With a body {@code {"credential": name}}, with that one from now on. */
    @PostMapping("/pushes/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    PushJson retry(
            Caller caller,
            @PathVariable String ws,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable RetryWish wish) {
        Seat seat = access.enter(caller, ws, Permission.PUSH_IMAGE);
        Optional<CredentialName> credential = Optional.ofNullable(wish)
                .flatMap(asked -> Optional.ofNullable(asked.credential()))
                .map(CredentialName::new);
        return PushJson.of(pushes.retry(seat, id(id), credential));
    }

    @PostMapping("/pushes/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    PushJson cancel(Caller caller, @PathVariable String ws, @PathVariable String id) {
        Seat seat = access.enter(caller, ws, Permission.PUSH_IMAGE);
        return PushJson.of(pushes.cancel(seat, id(id)));
    }

    private static PushId id(String variable) {
        return PushId.find(variable).orElseThrow(Refusal::notFound);
    }
}
