package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.type.CacheEntry;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.PruneRequest;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.elsewhere.ForeignRegistry;
import dev.slipway.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Caches outside the daemon: after everything on its own disk was removed, a step comes from there. */
@Timeout(120)
class CacheTest {

    @RegisterExtension
    private static final OwnDaemon DAEMON = new OwnDaemon();

    @TempDir
    private static Path registryFolder;

    private static ForeignRegistry registry;

    @TempDir
    private Path folder;

    private Kitchen kitchen;

    @BeforeAll
    static void start() throws Exception {
        registry = ForeignRegistry.open(registryFolder);
    }

    @AfterAll
    static void stop() throws Exception {
        registry.close();
    }

    @BeforeEach
    void openKitchen() throws IOException {
        kitchen = Kitchen.in(folder, DAEMON.client());
    }

    @Test
    void anImageCarriesItsOwnCache() throws Exception {
        String image = registry.host() + "/cache/inline:1";
        kitchen.steps("RUN echo expensive > /result\n");

        kitchen.build(SolveRequest.dockerfile()
                .exporter(Exporter.push(ImageReference.parse(image)))
                .cacheTo(CacheEntry.inline()));

        assertThat(isCachedAfterPrune("RUN echo expensive", CacheEntry.registry(image)))
                .isTrue();
    }

    @Test
    void aRegistryKeepsTheCacheOfAllStages() throws Exception {
        CacheEntry cache = CacheEntry.registry(registry.host() + "/cache/all:1");
        kitchen.dockerfile("""
                FROM scratch AS tools
                COPY busybox /bin/busybox
                SHELL ["/bin/busybox", "sh", "-c"]
                RUN echo not in the image > /result
                FROM scratch
                COPY --from=tools /result /result
                """);

        kitchen.build(SolveRequest.dockerfile().cacheTo(cache.withAllStages()));

        assertThat(isCachedAfterPrune("RUN echo not in the image", cache)).isTrue();
    }

    /** What a daemon complains about when it can't reach a store tells that the attributes arrived. */
    @Test
    void theAttributesOfCloudStoresArrive() throws Exception {
        kitchen.steps("");

        assertUnreachable(
                CacheEntry.s3("eu-nowhere-1", "bucket", "name")
                        .with("endpoint_url", "http://127.0.0.1:1")
                        .with("use_path_style", "true")
                        .with("access_key_id", "id")
                        .with("secret_access_key", "hush"),
                "127.0.0.1:1/bucket");
        assertUnreachable(
                CacheEntry.azblob("http://127.0.0.1:1/account", "name")
                        .with("container", "shelf")
                        .with("secret_access_key", "aHVzaA=="),
                "127.0.0.1:1/account/shelf");
        assertUnreachable(CacheEntry.gha("http://127.0.0.1:1/", "no.token.atall", "scope"), "token");
    }

    @Test
    void aCacheThatCantBeStoredNeedNotFailTheBuild() throws Exception {
        kitchen.steps("");

        kitchen.build(SolveRequest.dockerfile()
                .cacheTo(CacheEntry.registry("127.0.0.1:1/cache:1").withErrorsIgnored()));

        assertUnreachable(CacheEntry.registry("127.0.0.1:1/cache:1"), "127.0.0.1:1");
    }

    private void assertUnreachable(CacheEntry cache, String place) {
        assertThatThrownBy(() -> kitchen.build(SolveRequest.dockerfile().cacheTo(cache)))
                .as(cache.type())
                .isInstanceOf(SolveFailedException.class)
                .hasMessageContaining(place)
                .hasMessageNotContaining("hush");
    }

    private boolean isCachedAfterPrune(String step, CacheEntry cache) throws InterruptedException {
        DAEMON.client().prune(PruneRequest.UNUSED.withAll(), record -> {});
        kitchen.forget();
        kitchen.build(SolveRequest.dockerfile().cacheFrom(cache));
        return kitchen.cached(step);
    }
}
