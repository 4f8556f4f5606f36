package dev.slipway.web.registry;

import dev.slipway.image.Images;
import dev.slipway.image.Manifests;
import dev.slipway.image.Repository;
import dev.slipway.image.Tag;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageIndex;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.web.registry.EdgeException.Code;
import dev.slipway.web.registry.Target.ReferrersOf;
import dev.slipway.web.registry.Target.TagsOf;
import dev.slipway.workspace.Membership;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The lists of the distribution API, answered from what this caller may see. */
@Component
class ListDesk {

    private final EdgeDoor door;
    private final Images images;
    private final Manifests manifests;
    private final Workspaces workspaces;

    ListDesk(EdgeDoor door, Images images, Manifests manifests, Workspaces workspaces) {
        this.door = door;
        this.images = images;
        this.manifests = manifests;
        this.workspaces = workspaces;
    }

    /** {@code n} names at most after {@code last}, and a Link to the rest. */
    private record Wish(int limit, String last) {

        static Wish of(HttpServletRequest request) {
            Query query = Query.parse(request.getQueryString());
            int limit = query.one("n").map(Wish::number).orElse(PageRequest.MAX_LIMIT);
            return new Wish(
                    Math.min(limit, PageRequest.MAX_LIMIT), query.one("last").orElse(""));
        }

        private static int number(String text) {
            if (!text.matches("[0-9]{1,9}")) {
                throw EdgeException.of(Code.PAGINATION_NUMBER_INVALID, 400, "n is a whole number from 0 on.");
            }
            return Integer.parseInt(text);
        }
    }

    void catalog(HttpServletRequest request, HttpServletResponse response) throws IOException {
        onlyGet(request);
        if (!(door.identify(request, Grant.CATALOG) instanceof Visitor.Member visitor)) {
            throw EdgeException.of(Code.DENIED, 403, "A build's link opens one image, not the catalog.");
        }
        if (!visitor.mayUse(Grant.CATALOG)) {
            throw EdgeException.unauthorized(
                    "The bearer token was not issued for the catalog.",
                    door.challenge(request, Grant.CATALOG, "insufficient_scope"));
        }
        Wish wish = Wish.of(request);
        List<String> names = Stream.concat(
                        all(page -> workspaces.list(visitor.caller(), page)).stream()
                                .map(Membership::workspace),
                        Stream.of(workspaces.library()))
                .flatMap(workspace -> names(workspace).stream())
                .filter(name -> name.compareTo(wish.last()) > 0)
                .sorted()
                .limit(wish.limit() + 1L)
                .toList();
        boolean more = names.size() > wish.limit();
        List<String> shown = more ? names.subList(0, wish.limit()) : names;
        link(response, "/v2/_catalog", wish, more && !shown.isEmpty() ? shown.getLast() : null);
        EdgeJson.write(response, 200, Map.of("repositories", shown));
    }

    void tags(TagsOf target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        onlyGet(request);
        Seat seat = door.enter(request, target.name(), Permission.PULL_IMAGE);
        Wish wish = Wish.of(request);
        PageRequest first = new PageRequest(Math.max(1, wish.limit()), wish.last());
        Page<Tag> page = images.tags(seat.workspace().id(), target.name().repository(), first);
        List<String> tags = wish.limit() == 0
                ? List.of()
                : page.items().stream().map(tag -> tag.name().value()).toList();
        link(response, "/v2/" + target.name() + "/tags/list", wish, tags.isEmpty() ? null : page.next());
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("name", target.name().toString());
        list.put("tags", tags);
        EdgeJson.write(response, 200, list);
    }

    void referrers(ReferrersOf target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        onlyGet(request);
        Seat seat = door.enter(request, target.name(), Permission.PULL_IMAGE);
        Optional<String> type = Query.parse(request.getQueryString()).one("artifactType");
        List<Map<String, Object>> found =
                manifests.referrers(seat.workspace().id(), target.name().repository(), target.subject()).stream()
                        .filter(referrer -> type.isEmpty() || type.equals(referrer.artifactType()))
                        .map(ListDesk::json)
                        .toList();
        type.ifPresent(any -> response.setHeader("OCI-Filters-Applied", "artifactType"));
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", ImageIndex.OCI);
        index.put("manifests", found);
        EdgeJson.write(response, 200, ImageIndex.OCI, EdgeJson.bytes(index));
    }

    private List<String> names(Workspace workspace) {
        return all(page -> images.repositories(workspace.id(), page)).stream()
                .map(Repository::name)
                .map(name -> workspace.name() + "/" + name)
                .toList();
    }

    private static <T> List<T> all(Function<PageRequest, Page<T>> pages) {
        List<T> items = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<T> page = pages.apply(new PageRequest(PageRequest.MAX_LIMIT, cursor));
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }

    private static void onlyGet(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            throw EdgeException.of(Code.UNSUPPORTED, 405, "A list can only be read.");
        }
    }

    private static void link(HttpServletResponse response, String path, Wish wish, @Nullable String last) {
        if (last != null) {
            response.setHeader(
                    "Link",
                    "<%s?n=%d&last=%s>; rel=\"next\""
                            .formatted(path, wish.limit(), URLEncoder.encode(last, StandardCharsets.UTF_8)));
        }
    }

    private static Map<String, Object> json(Descriptor referrer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", referrer.mediaType());
        json.put("digest", referrer.digest().toString());
        json.put("size", referrer.size());
        referrer.artifactType().ifPresent(type -> json.put("artifactType", type));
        if (!referrer.annotations().isEmpty()) {
            json.put("annotations", referrer.annotations());
        }
        return json;
    }
}
