package dev.slipway.web.registry;

import dev.slipway.image.ImageStore;
import dev.slipway.web.registry.EdgeException.Code;
import dev.slipway.web.registry.Target.BlobOf;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.WorkspaceId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Blobs: from the store's own files where they are at hand, else passed on from the store. */
@Component
class BlobDesk {

    private final EdgeDoor door;
    private final EdgeRelay relay;
    private final ImageStore store;

    BlobDesk(EdgeDoor door, EdgeRelay relay, ImageStore store) {
        this.door = door;
        this.relay = relay;
        this.store = store;
    }

    void answer(BlobOf target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> {
                Pull pull = door.enterToPull(request, target.name());
                pull.require(target.digest());
                Optional<Path> file =
                        store.blobFile(pull.workspace(), target.name().repository(), target.digest());
                if (file.isPresent()) {
                    new BlobFile(file.get(), target.digest()).send(request, response);
                } else {
                    pass(target, pull.workspace(), request, response);
                }
            }
            case "DELETE" -> {
                door.enter(request, target.name(), Permission.DELETE_IMAGE);
                throw EdgeException.of(
                        Code.UNSUPPORTED,
                        405,
                        "A blob goes with the last image that needs it. Delete the image's manifest or its tag.");
            }
            default -> throw EdgeException.of(Code.UNSUPPORTED, 405, "A blob can be got.");
        }
    }

    private void pass(BlobOf target, WorkspaceId workspace, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        relay.exchange(
                relay.onward(request, workspace, target.name(), "/blobs/" + target.digest()), target.name(), response);
    }
}
