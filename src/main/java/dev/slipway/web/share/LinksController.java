package dev.slipway.web.share;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.account.Caller;
import dev.slipway.build.Build;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.Builds;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.share.IssuedLink;
import dev.slipway.share.LinkId;
import dev.slipway.share.ShareLink;
import dev.slipway.share.ShareLinks;
import dev.slipway.share.SharedPart;
import dev.slipway.web.Fields;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Links that show a build to people without an account. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}")
class LinksController {

    private final Access access;
    private final Builds builds;
    private final ShareLinks links;

    LinksController(Access access, Builds builds, ShareLinks links) {
        this.access = access;
        this.builds = builds;
        this.links = links;
    }

    record LinkRequest(
            @Nullable List<@Nullable String> shows,
            @Nullable Instant expiresAt) {

        Set<SharedPart> parts() {
            Set<SharedPart> parts = new LinkedHashSet<>();
            for (String word : Fields.required("/shows", shows)) {
                parts.add(Optional.ofNullable(word)
                        .flatMap(SharedPart::find)
                        .orElseThrow(() ->
                                Refusal.invalid("/shows", "unknown-word", "Use some of summary, log, source, pull.")));
            }
            return parts;
        }
    }

    /** Its only sight: the key is in the address. */
    record IssuedJson(String id, String url, List<String> shows, Instant expiresAt) {

        static IssuedJson of(IssuedLink issued) {
            String url = ServletUriComponentsBuilder.fromCurrentContextPath()
                    .path("/s/" + issued.key())
                    .toUriString();
            return new IssuedJson(
                    issued.link().id().toString(),
                    url,
                    words(issued.link()),
                    issued.link().expiresAt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LinkJson(
            String id,
            long build,
            List<String> shows,
            Instant createdAt,
            String actor,
            Instant expiresAt,
            long opened) {

        static LinkJson of(ShareLink link) {
            return new LinkJson(
                    link.id().toString(),
                    link.number().value(),
                    words(link),
                    link.createdAt(),
                    link.actor(),
                    link.expiresAt(),
                    link.opened());
        }
    }

    @PostMapping("/builds/{number}/links")
    @ResponseStatus(HttpStatus.CREATED)
    IssuedJson create(
            Caller caller, @PathVariable String ws, @PathVariable String number, @RequestBody LinkRequest request) {
        Seat seat = access.enter(caller, ws, Permission.SHARE_BUILD);
        Build build = BuildNumber.find(number)
                .map(known -> builds.find(seat.workspace().id(), known))
                .orElseThrow(Refusal::notFound);
        return IssuedJson.of(links.create(seat, build, request.parts(), Optional.ofNullable(request.expiresAt())));
    }

    @GetMapping("/links")
    Page<LinkJson> list(Caller caller, @PathVariable String ws, PageRequest page) {
        return links.list(access.enter(caller, ws, Permission.SHARE_BUILD), page)
                .map(LinkJson::of);
    }

    @DeleteMapping("/links/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable String ws, @PathVariable String id) {
        Seat seat = access.enter(caller, ws, Permission.SHARE_BUILD);
        links.revoke(seat, LinkId.find(id).orElseThrow(Refusal::notFound));
    }

    private static List<String> words(ShareLink link) {
        return link.shows().stream().sorted().map(SharedPart::word).toList();
    }
}
