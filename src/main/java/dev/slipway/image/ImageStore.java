package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryRequest;
import dev.slipway.registry.RegistryResponse;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * The registry that keeps the images. In it a repository is named after its workspace's id, so that a workspace can be renamed
 * and a name can be given to another one without its images.
 */
@Service
public class ImageStore {

    private final DistributionServer server;

    ImageStore(DistributionServer server) {
        this.server = server;
    }

    /** True when the store answers. */
    public boolean isReady() {
        return server.client().map(RegistryClient::isReady).orElse(false);
    }

    /**
     * Sends a request on and answers what the store says, streamed both ways. Who may ask this was decided before.
     *
     * @throws Refusal UNAVAILABLE when the store does not answer
     */
    public StoreAnswer exchange(StoreRequest request) throws IOException {
        String root = "/v2/" + upstream(request.workspace(), request.repository());
        RegistryRequest onward = new RegistryRequest(
                request.method(),
                root + request.rest(),
                request.headers(),
                new RegistryRequest.Body(request.body(), request.length()));
        return answer(client().exchange(onward), root);
    }

    /** What names the blob of another repository in a mount. */
    public String mountName(WorkspaceId workspace, RepositoryName repository) {
        return upstream(workspace, repository);
    }

    /**
     * The file of a blob that belongs to the repository; empty when there is none, or when the store keeps it elsewhere. The
     * file is complete and never changes.
     */
    public Optional<Path> blobFile(WorkspaceId workspace, RepositoryName repository, Digest digest) {
        Path root = server.storage().resolve("docker/registry/v2");
        Path link = root.resolve("repositories")
                .resolve(upstream(workspace, repository))
                .resolve("_layers")
                .resolve(digest.algorithm())
                .resolve(digest.hex())
                .resolve("link");
        Path data = root.resolve("blobs")
                .resolve(digest.algorithm())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex())
                .resolve("data");
        try {
            boolean linked = Files.isRegularFile(link)
                    && Files.readString(link, StandardCharsets.US_ASCII).strip().equals(digest.toString());
            return linked && Files.isRegularFile(data) ? Optional.of(data) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The folder of everything that the store keeps for a workspace alone. */
    Path folder(WorkspaceId workspace) {
        return server.storage()
                .resolve("docker/registry/v2/repositories")
                .resolve(workspace.value().toString());
    }

    RegistryClient client() {
        return server.client()
                .orElseThrow(() -> Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "store-unavailable",
                        "The image store is starting. Nothing is lost; try again in a few seconds."));
    }

    static String upstream(WorkspaceId workspace, RepositoryName repository) {
        return workspace.value() + "/" + repository;
    }

    private static StoreAnswer answer(RegistryResponse response, String root) {
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        headers.computeIfPresent("location", (name, location) -> fromRepository(location, root));
        return new StoreAnswer(response.status(), headers, response.body());
    }

    private static String fromRepository(String location, String root) {
        int at = location.indexOf(root + "/");
        return at < 0 ? location : location.substring(at + root.length());
    }
}
