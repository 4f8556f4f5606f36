package dev.slipway.image;

import dev.slipway.home.Home;
import dev.slipway.oci.Digest;
import dev.slipway.process.ProcessLedger;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import dev.slipway.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/** A real Distribution for the tests of this package, and a hand that puts images straight into it, past the edge. */
class Store implements SmartLifecycle {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Autowired
    private ImageStore store;

    @Autowired
    private DistributionServer server;

    private boolean running;

    static class Processes {
        @Bean
        ProcessLedger processLedger(Home home) {
            return ProcessLedger.open(home.room("processes"));
        }
    }

    @Override
    public void start() {
        awaitReady();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    void awaitReady() {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!store.isReady()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the image store did not start");
            }
            Thread.onSpinWait();
        }
    }

    long pid() {
        return server.pid().orElseThrow();
    }

    RegistryClient client() {
        return store.client();
    }

    /** An image of one layer; as a build does, by its digest only. */
    Manifest push(Workspace workspace, String repository, String text) throws IOException {
        String upstream = upstream(workspace, repository);
        byte[] layer = ("layer " + text).getBytes(StandardCharsets.UTF_8);
        byte[] config = """
                {"architecture":"arm64","variant":"v8","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]},
                 "history":[{"created_by":"RUN /bin/sh -c echo %s # buildkit"}]}""".formatted(Digest.of(layer), text).getBytes(StandardCharsets.UTF_8);
        String json = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+zstd","digest":"%s","size":%d}]}""".formatted(Digest.of(config), config.length, Digest.of(layer), layer.length);
        Manifest manifest =
                new Manifest("application/vnd.oci.image.manifest.v1+json", json.getBytes(StandardCharsets.UTF_8));
        client().putBlob(upstream, Digest.of(layer), new ByteArrayInputStream(layer), layer.length);
        client().putBlob(upstream, Digest.of(config), new ByteArrayInputStream(config), config.length);
        client().putManifest(upstream, manifest.digest().toString(), manifest);
        return manifest;
    }

    static String upstream(Workspace workspace, String repository) {
        return ImageStore.upstream(workspace.id(), new RepositoryName(repository));
    }
}
