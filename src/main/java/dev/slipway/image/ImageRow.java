package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A manifest that came into a repository. */
@Entity
@Table(name = "image")
class ImageRow {

    private static final int MAX_PLATFORMS = 40;

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID repositoryId;

    @Column(nullable = false, updatable = false, length = 135)
    private String digest;

    @Column(nullable = false, length = 255)
    private String mediaType;

    @Column(nullable = false)
    private long bytes;

    /** {@code linux/amd64}, joined by commas. */
    @Column(nullable = false, length = 2000)
    private String platforms;

    @Column(length = 135)
    private @Nullable String subject;

    @Column(nullable = false)
    private Instant pushedAt;

    @Column(length = 255)
    private @Nullable String actor;

    private @Nullable Long buildNumber;

    /** Of an index: the manifests that it names. */
    @ElementCollection
    @CollectionTable(name = "image_part", joinColumns = @JoinColumn(name = "image_id"))
    @Column(name = "digest", nullable = false, length = 135)
    private Set<String> parts = new LinkedHashSet<>();

    protected ImageRow() {}

    ImageRow(RepositoryRow repository, ManifestSummary manifest, Actor actor, Instant now) {
        this.id = UUID.randomUUID();
        this.repositoryId = repository.id();
        this.digest = manifest.digest().toString();
        this.mediaType = manifest.mediaType();
        this.bytes = manifest.size();
        this.platforms = manifest.platforms().stream()
                .limit(MAX_PLATFORMS)
                .map(Platform::toString)
                .collect(Collectors.joining(","));
        this.subject = manifest.subject().map(Digest::toString).orElse(null);
        this.pushedAt = now;
        this.actor = actor.name().orElse(null);
        this.buildNumber = actor.build().map(BuildNumber::value).orElse(null);
        consistsOf(manifest.parts());
    }

    /** Of an index: what it names. */
    void consistsOf(Collection<Digest> named) {
        named.forEach(part -> parts.add(part.toString()));
    }

    /** The first build that made it keeps the honour: a rebuild to the same digest is the same image. */
    void madeBy(BuildNumber build) {
        if (buildNumber == null) {
            buildNumber = build.value();
        }
    }

    UUID repositoryId() {
        return repositoryId;
    }

    Digest digest() {
        return Digest.parse(digest);
    }

    String mediaType() {
        return mediaType;
    }

    long bytes() {
        return bytes;
    }

    List<Platform> platforms() {
        return platforms.isEmpty()
                ? List.of()
                : Arrays.stream(platforms.split(",", -1)).map(Platform::parse).toList();
    }

    Optional<Digest> subject() {
        return Optional.ofNullable(subject).map(Digest::parse);
    }

    List<Digest> parts() {
        return parts.stream().map(Digest::parse).toList();
    }

    Instant pushedAt() {
        return pushedAt;
    }

    Optional<String> actor() {
        return Optional.ofNullable(actor);
    }

    Optional<BuildNumber> build() {
        return Optional.ofNullable(buildNumber).map(BuildNumber::new);
    }
}
