package dev.slipway.web.registry;

import dev.slipway.image.ImageStore;
import dev.slipway.image.StoreRequest;
import dev.slipway.oci.Digest;
import dev.slipway.web.registry.EdgeException.Code;
import dev.slipway.web.registry.Target.UploadOf;
import dev.slipway.web.registry.Target.UploadsOf;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Uploads of blobs. The store also reads {@code mount} and {@code from} out of a form in the body, so a body always goes on as
 * plain bytes, and the query is written anew from what was authorised.
 */
@Component
class UploadDesk {

    private static final String BYTES = "application/octet-stream";
    /** Signed by the store and bound to the repository: goes back as it came. */
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_=-]{1,4096}");

    private final EdgeDoor door;
    private final EdgeRelay relay;
    private final ImageStore store;
    private final Access access;

    UploadDesk(EdgeDoor door, EdgeRelay relay, ImageStore store, Access access) {
        this.door = door;
        this.relay = relay;
        this.store = store;
        this.access = access;
    }

    /** POST: a new upload, a whole blob in one go, or a blob that another repository has. */
    void start(UploadsOf target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            throw EdgeException.of(Code.UNSUPPORTED, 405, "An upload starts with POST.");
        }
        Seat seat = door.enter(request, target.name(), Permission.PUSH_IMAGE);
        Query query = Query.parse(request.getQueryString());
        Optional<Digest> digest = query.one("digest").map(Target::digest);
        Optional<Digest> mount = query.one("mount").map(Target::digest);
        Optional<String> from = query.one("from");
        for (Digest named : digest.or(() -> mount).stream().toList()) {
            store.rely(named);
        }
        String onward = mount.isPresent() && from.isPresent()
                ? mountQuery(request, mount.get(), from.get())
                : digest.map(d -> "?digest=" + encoded(d.toString())).orElse("");
        send(target.name(), seat, "/blobs/uploads/" + onward, request, response);
    }

    /** GET: how far it is; PATCH: more of it; PUT: the rest and its digest; DELETE: never mind. */
    void go(UploadOf target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Seat seat = door.enter(request, target.name(), Permission.PUSH_IMAGE);
        Query query = Query.parse(request.getQueryString());
        StringBuilder onward = new StringBuilder("/blobs/uploads/").append(target.id());
        Optional<String> state = query.one("_state");
        if (state.isPresent()) {
            if (!STATE.matcher(state.get()).matches()) {
                throw EdgeException.of(Code.BLOB_UPLOAD_INVALID, 400, "The upload's address was changed on the way.");
            }
            onward.append("?_state=").append(encoded(state.get()));
        }
        switch (request.getMethod()) {
            case "GET", "DELETE" ->
                relay.exchange(
                        relay.onward(request, seat.workspace().id(), target.name(), onward.toString()),
                        target.name(),
                        response);
            case "PATCH" -> send(target.name(), seat, onward.toString(), request, response);
            case "PUT" -> {
                Digest digest = query.one("digest")
                        .map(Target::digest)
                        .orElseThrow(() -> EdgeException.of(
                                Code.DIGEST_INVALID, 400, "An upload ends with the digest of the blob."));
                store.rely(digest);
                onward.append(state.isPresent() ? '&' : '?').append("digest=").append(encoded(digest.toString()));
                send(target.name(), seat, onward.toString(), request, response);
            }
            default -> throw EdgeException.of(Code.UNSUPPORTED, 405, "An upload goes on with PATCH and ends with PUT.");
        }
    }

    /**
     * A mount of what the caller may not pull becomes an upload like any other, and so does one of what is not there: the answer
     * tells nothing about somebody else's repositories.
     */
    private String mountQuery(HttpServletRequest request, Digest mount, String from) {
        return ImageName.find(from)
                .flatMap(name -> door.tryEnter(request, name, Permission.PULL_IMAGE)
                        .map(seat -> store.mountName(seat.workspace().id(), name.repository())))
                .map(upstream -> "?mount=" + encoded(mount.toString()) + "&from=" + encoded(upstream))
                .orElse("");
    }

    private void send(ImageName name, Seat seat, String rest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        StoreRequest onward = relay.onward(request, seat.workspace().id(), name, rest);
        Map<String, String> headers = new HashMap<>(onward.headers());
        headers.put("Content-Type", BYTES);
        // Chunked when the client sends it so: then nobody knows the length.
        long length = request.getContentLengthLong();
        boolean chunked = length < 0 && request.getHeader("Transfer-Encoding") != null;
        GuardedUpload body =
                new GuardedUpload(request.getInputStream(), () -> access.stillAllows(seat, Permission.PUSH_IMAGE));
        relay.exchange(onward.withHeaders(headers).withBody(body, chunked ? -1 : Math.max(0, length)), name, response);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
