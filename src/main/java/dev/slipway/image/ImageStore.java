package dev.slipway.image;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryRequest;
import dev.slipway.registry.RegistryResponse;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/**
 * The registry that keeps the images. In it a repository is named after its workspace's id, so that a workspace can be renamed
 * and a name can be given to another one without its images.
 */
@Service
public class ImageStore {

    private final DistributionServer server;
    private final StoreFiles files;

    ImageStore(DistributionServer server) {
        this.server = server;
        this.files = new StoreFiles(server.storage());
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
        return files.find(upstream(workspace, repository), digest);
    }

    /** Whoever sends or mounts a blob relies on it: it stays until the manifest can have come that names it. */
    public void rely(Digest blob) throws IOException {
        files.rely(blob);
    }

    /** The same for a manifest and all that it names. */
    void rely(Manifest manifest) throws IOException {
        files.rely(manifest.digest());
        for (Digest named : named(manifest)) {
            files.rely(named);
        }
    }

    /** Nothing when it can't be read: then the store does not take it either. */
    private static List<Digest> named(Manifest manifest) {
        try {
            return Stream.concat(
                            manifest.index().stream().flatMap(index -> index.manifests().stream()),
                            manifest.image().stream()
                                    .flatMap(
                                            image -> Stream.concat(Stream.of(image.config()), image.layers().stream())))
                    .map(Descriptor::digest)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    StoreFiles files() {
        return files;
    }

    /** The folder of everything that the store keeps for a workspace alone. */
    Path folder(WorkspaceId workspace) {
        return files.repository(workspace.value().toString());
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
