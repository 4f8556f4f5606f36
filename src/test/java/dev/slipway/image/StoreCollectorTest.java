package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.LeasesOnly;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.oci.Digest;
import dev.slipway.registry.Manifest;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@OnBothDatabases(
        rooms = {"audit", "account", "workspace", "image"},
        with = {Fixtures.class, LeasesOnly.class, Store.Processes.class, Store.class})
class StoreCollectorTest {

    private static final RepositoryName APP = new RepositoryName("app");
    private static final RepositoryName OTHER = new RepositoryName("other");
    private static final String JSON = "application/vnd.oci.image.manifest.v1+json";

    @Autowired
    Store store;

    @Autowired
    ImageStore images;

    @Autowired
    StoreCollector collector;

    @Autowired
    Manifests manifests;

    @Autowired
    Tags tags;

    @Autowired
    Fixtures fixtures;

    Workspace acme;
    Seat seat;

    @BeforeEach
    void aWorkspace() {
        acme = fixtures.workspace("acme");
        seat = fixtures.seat(acme, Role.MAINTAINER);
    }

    @Test
    void aDeletedImageGivesItsBlobsBackAndASharedLayerStays() throws Exception {
        Manifest gone = push(APP, "v1", "only here " + "x".repeat(100_000), "shared");
        Manifest stays = push(OTHER, "v1", "and there", "shared");
        List<Digest> shared = blobs(stays);
        List<Digest> lone =
                blobs(gone).stream().filter(blob -> !shared.contains(blob)).toList();

        tags.deleteImage(seat, APP, gone.digest());
        assertThat(collector.collect().blobs()).as("used just now").isZero();
        age();
        StoreCollection round = collector.collect();

        assertThat(round.bytesFreed()).isGreaterThan(100_000);
        assertThat(round.bytesAfter()).isEqualTo(images.files().size());
        assertThat(lone).isNotEmpty().noneMatch(this::isThere);
        assertThat(isThere(gone.digest())).isFalse();
        assertThat(shared).allMatch(this::isThere);
        assertThat(images.blobFile(acme.id(), APP, lone.getFirst())).isEmpty();
        assertThat(images.files()
                        .repository(Store.upstream(acme, "app") + "/_layers/sha256/"
                                + lone.getFirst().hex()))
                .as("no link that leads nowhere")
                .doesNotExist();
        assertThat(whole(OTHER, stays)).isTrue();
        Manifest back = push(APP, "v1", "only here " + "x".repeat(100_000), "shared");
        assertThat(whole(APP, back)).as("pushed again").isTrue();
    }

    @Test
    void anImageWithoutATagStays() throws Exception {
        Manifest old = push(APP, "v1", "first");
        push(APP, "v1", "second");
        age();

        collector.collect();

        assertThat(whole(APP, old)).isTrue();
    }

    @Test
    void aPushThatHasSentItsBlobsKeepsThemUntilItsManifestHasCome() throws Exception {
        byte[] old = "left by a push that never ended".getBytes(StandardCharsets.UTF_8);
        byte[] abandoned = "left by another".getBytes(StandardCharsets.UTF_8);
        send(APP, old);
        send(APP, abandoned);
        age();

        assertThat(images.blobFile(acme.id(), APP, Digest.of(old)))
                .as("a client asks, and will not send it again")
                .isPresent();
        StoreCollection round = collector.collect();

        assertThat(isThere(Digest.of(old))).isTrue();
        assertThat(isThere(Digest.of(abandoned))).isFalse();
        assertThat(round.kept()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aPushThatStillSendsKeepsWhatItSentLongAgo() throws Exception {
        byte[] first = "the first layer of a slow push".getBytes(StandardCharsets.UTF_8);
        send(APP, first);
        age();
        try (StoreAnswer upload = images.exchange(StoreRequest.of("POST", acme.id(), APP, "/blobs/uploads/"))) {
            assertThat(upload.status()).isEqualTo(202);
        }

        collector.collect();

        assertThat(isThere(Digest.of(first))).isTrue();
    }

    @Test
    void pushesDuringCollectionsArriveWhole() throws Exception {
        List<Manifest> pushed = new ArrayList<>();
        CompletableFuture<Void> pushing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 12; i++) {
                pushed.add(pushQuietly("image " + i, "shared by all"));
            }
        });
        while (!pushing.isDone()) {
            collector.collect();
        }
        pushing.get(30, TimeUnit.SECONDS);

        assertThat(pushed)
                .hasSize(12)
                .allSatisfy(manifest -> assertThat(whole(APP, manifest)).isTrue());
    }

    private Manifest pushQuietly(String... layers) {
        try {
            return push(APP, "v" + layers[0].replace(' ', '-'), layers);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Manifest push(RepositoryName repository, String tag, String... layers) throws Exception {
        List<String> named = new ArrayList<>();
        for (String layer : layers) {
            byte[] content = layer.getBytes(StandardCharsets.UTF_8);
            send(repository, content);
            named.add(descriptor("application/vnd.oci.image.layer.v1.tar", content));
        }
        byte[] config = """
                {"architecture":"amd64","os":"linux","config":{"Labels":{"of":"%s"}},"rootfs":{"type":"layers","diff_ids":[]}}""".formatted(Digest.of(String.join(",", layers))).getBytes(StandardCharsets.UTF_8);
        send(repository, config);
        String json = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                        JSON, descriptor("application/vnd.oci.image.config.v1+json", config), String.join(",", named));
        Manifest manifest = new Manifest(JSON, json.getBytes(StandardCharsets.UTF_8));
        try (StoreAnswer answer =
                manifests.put(seat, repository, ManifestReference.find(tag).orElseThrow(), JSON, manifest.content())) {
            assertThat(answer.status()).isEqualTo(201);
        }
        return manifest;
    }

    /** As a client does: asks first, and the edge says what the blob is relied on for. */
    private void send(RepositoryName repository, byte[] content) throws Exception {
        Digest digest = Digest.of(content);
        if (images.blobFile(acme.id(), repository, digest).isEmpty()) {
            images.rely(digest);
            store.client()
                    .putBlob(
                            Store.upstream(acme, repository.value()),
                            digest,
                            new ByteArrayInputStream(content),
                            content.length);
        }
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, Digest.of(content), content.length);
    }

    private static List<Digest> blobs(Manifest manifest) {
        var image = manifest.image().orElseThrow();
        return Stream.concat(Stream.of(image.config()), image.layers().stream())
                .map(blob -> blob.digest())
                .toList();
    }

    private boolean whole(RepositoryName repository, Manifest manifest) throws Exception {
        return store.client()
                        .resolve(
                                Store.upstream(acme, repository.value()),
                                manifest.digest().toString())
                        .isPresent()
                && blobs(manifest).stream()
                        .allMatch(blob ->
                                images.blobFile(acme.id(), repository, blob).isPresent());
    }

    private boolean isThere(Digest blob) {
        return Files.isRegularFile(images.files().data(blob));
    }

    /** Three hours go by in which nobody asks for anything. */
    private void age() throws Exception {
        Path blobs = images.files().data(Digest.of("x")).resolve("../../..").normalize();
        FileTime then = FileTime.from(Instant.now().minus(Duration.ofHours(3)));
        try (Stream<Path> files = Files.walk(blobs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, then);
            }
        }
    }
}
