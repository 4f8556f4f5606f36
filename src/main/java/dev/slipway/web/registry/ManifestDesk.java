package dev.slipway.web.registry;

import dev.slipway.image.Manifests;
import dev.slipway.image.StoreAnswer;
import dev.slipway.image.StoreRequest;
import dev.slipway.oci.ImageIndex;
import dev.slipway.oci.ImageManifest;
import dev.slipway.web.registry.EdgeException.Code;
import dev.slipway.web.registry.Target.ManifestOf;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Manifests: read by who may pull, written and deleted through {@link Manifests}, which writes down what moved. */
@Component
class ManifestDesk {

    private static final String EVERY_TYPE =
            String.join(", ", ImageManifest.OCI, ImageIndex.OCI, ImageManifest.DOCKER, ImageIndex.DOCKER);

    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+/-]{0,254}");

    private final EdgeDoor door;
    private final EdgeRelay relay;
    private final Manifests manifests;

    ManifestDesk(EdgeDoor door, EdgeRelay relay, Manifests manifests) {
        this.door = door;
        this.relay = relay;
        this.manifests = manifests;
    }

    void answer(ManifestOf target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> {
                Pull pull = door.enterToPull(request, target.name());
                pull.require(target.reference());
                StoreRequest onward =
                        relay.onward(request, pull.workspace(), target.name(), "/manifests/" + target.reference());
                relay.exchange(onward.withHeaders(accepting(onward.headers())), target.name(), response);
            }
            case "PUT" -> {
                Seat seat = door.enter(request, target.name(), Permission.PUSH_IMAGE);
                byte[] content = content(request);
                StoreAnswer answer = manifests.put(
                        seat, target.name().repository(), target.reference(), mediaType(request), content);
                relay.pass(request, answer, seat, target.name(), response);
            }
            case "DELETE" -> {
                Seat seat = door.enter(request, target.name(), Permission.DELETE_IMAGE);
                StoreAnswer answer = manifests.delete(seat, target.name().repository(), target.reference());
                relay.pass(request, answer, seat, target.name(), response);
            }
            default -> throw EdgeException.of(Code.UNSUPPORTED, 405, "A manifest can be got, put and deleted.");
        }
    }

    /** To the store, "anything" is nothing: it wants the types by name, or says that there is no such manifest. */
    private static Map<String, String> accepting(Map<String, String> headers) {
        Map<String, String> named = new HashMap<>(headers);
        named.compute("Accept", (name, wish) -> wish == null || wish.contains("*/*") ? EVERY_TYPE : wish);
        return named;
    }

    private static byte[] content(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > Manifests.MAX_BYTES) {
            throw tooLarge();
        }
        byte[] content = request.getInputStream().readNBytes(Manifests.MAX_BYTES + 1);
        if (content.length > Manifests.MAX_BYTES) {
            throw tooLarge();
        }
        return content;
    }

    private static String mediaType(HttpServletRequest request) {
        String type = withoutParameters(request.getContentType());
        if (type == null || !MEDIA_TYPE.matcher(type).matches()) {
            throw EdgeException.of(Code.MANIFEST_INVALID, 400, "Send the manifest's media type as Content-Type.");
        }
        return type;
    }

    private static @Nullable String withoutParameters(@Nullable String type) {
        if (type == null) {
            return null;
        }
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }

    private static EdgeException tooLarge() {
        return EdgeException.of(
                Code.SIZE_INVALID, 413, "A manifest has at most " + (Manifests.MAX_BYTES >> 20) + " MiB.");
    }
}
