package dev.slipway.push;

import dev.slipway.image.ImageSources;
import dev.slipway.oci.Digest;
import dev.slipway.registry.Manifest;
import dev.slipway.registry.RegistryClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** One attempt: blobs first, some at a time, then the manifests, then the question whether the destination has the image. */
final class PushRun {

    private final Push push;
    private final PushPlan plan;
    private final RegistryClient to;
    private final ImageSources sources;
    private final PushProgress progress;
    private final Map<Digest, String> elsewhere;
    private final int blobsAtOnce;

    /** @param elsewhere by blob, another repository of the destination's registry that has it */
    PushRun(
            Push push,
            PushPlan plan,
            RegistryClient to,
            ImageSources sources,
            PushProgress progress,
            Map<Digest, String> elsewhere,
            int blobsAtOnce) {
        this.push = push;
        this.plan = plan;
        this.to = to;
        this.sources = sources;
        this.progress = progress;
        this.elsewhere = elsewhere;
        this.blobsAtOnce = blobsAtOnce;
    }

    void run() throws IOException, InterruptedException, PushFailedException {
        copyBlobs();
        for (Manifest manifest : plan.manifests().subList(0, plan.manifests().size() - 1)) {
            put(manifest, manifest.digest().toString());
        }
        put(plan.image(), push.destination().tag());
        readBack();
    }

    private void copyBlobs() throws IOException, InterruptedException, PushFailedException {
        Semaphore places = new Semaphore(blobsAtOnce);
        List<PushLayer> blobs = progress.layers();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Boolean> copies = new ExecutorCompletionService<>(threads);
            for (PushLayer blob : blobs) {
                copies.submit(() -> {
                    places.acquire();
                    try {
                        copy(blob).run();
                        return true;
                    } finally {
                        places.release();
                    }
                });
            }
            try {
                for (int i = 0; i < blobs.size(); i++) {
                    copies.take().get();
                }
            } catch (ExecutionException e) {
                stop(threads);
                throw rethrown(e);
            } catch (InterruptedException e) {
                stop(threads);
                throw e;
            }
        }
    }

    private BlobCopy copy(PushLayer blob) {
        return new BlobCopy(push, to, sources, progress, blob, Optional.ofNullable(elsewhere.get(blob.digest())));
    }

    /** What is under way ends with its connection. */
    private void stop(ExecutorService threads) {
        threads.shutdownNow();
        to.close();
    }

    private static IOException rethrown(ExecutionException e) throws InterruptedException, PushFailedException {
        return switch (e.getCause()) {
            case IOException trouble -> trouble;
            case InterruptedException stopped -> throw stopped;
            case PushFailedException failed -> throw failed;
            case RuntimeException broken -> throw broken;
            case Error broken -> throw broken;
            case null, default -> new IOException(e);
        };
    }

    private void put(Manifest manifest, String reference) throws IOException, InterruptedException {
        Patience.with(() -> {
            to.putManifest(push.destination().repository(), reference, manifest);
            return true;
        });
    }

    /** Success is what the registry says, not what was sent. */
    private void readBack() throws IOException, InterruptedException, PushFailedException {
        Destination place = push.destination();
        Optional<Digest> there = Patience.with(() -> named(place));
        if (!there.equals(Optional.of(push.digest()))) {
            throw new PushFailedException(
                    there.isEmpty()
                            ? "%s took the image and does not show it under %s:%s."
                                    .formatted(place.registry(), place.repository(), place.tag())
                            : "%s took the image, but %s:%s names %s there. Somebody else may have pushed at the same time."
                                    .formatted(place.registry(), place.repository(), place.tag(), there.get()));
        }
    }

    /** Some registries name no digest in an answer to HEAD; then the manifest itself is read. */
    private Optional<Digest> named(Destination place) throws IOException {
        Optional<Digest> named = to.resolve(place.repository(), place.tag());
        return named.isPresent()
                ? named
                : to.manifest(place.repository(), place.tag()).map(Manifest::digest);
    }
}
