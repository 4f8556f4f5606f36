package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a tag names now. */
@Entity
@Table(name = "tag")
class TagRow {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID repositoryId;

    @Column(nullable = false, updatable = false, length = TagName.MAX_LENGTH)
    private String name;

    @Column(nullable = false, length = 135)
    private String digest;

    @Column(nullable = false)
    private Instant updatedAt;

    @Column(length = 255)
    private @Nullable String actor;

    private @Nullable Long buildNumber;

    protected TagRow() {}

    TagRow(RepositoryRow repository, TagName name, Digest digest, Actor actor, Instant now) {
        this.id = UUID.randomUUID();
        this.repositoryId = repository.id();
        this.name = name.value();
        this.digest = digest.toString();
        this.updatedAt = now;
        this.actor = actor.name().orElse(null);
        this.buildNumber = actor.build().map(BuildNumber::value).orElse(null);
    }

    void moveTo(Digest to, Actor by, Instant now) {
        digest = to.toString();
        updatedAt = now;
        actor = by.name().orElse(null);
        buildNumber = by.build().map(BuildNumber::value).orElse(null);
    }

    TagName name() {
        return new TagName(name);
    }

    Digest digest() {
        return Digest.parse(digest);
    }

    Instant updatedAt() {
        return updatedAt;
    }

    Optional<String> actor() {
        return Optional.ofNullable(actor);
    }

    Optional<BuildNumber> build() {
        return Optional.ofNullable(buildNumber).map(BuildNumber::new);
    }
}
