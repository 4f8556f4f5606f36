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

/** One line of the ledger; written once. */
@Entity
@Table(name = "tag_move")
class TagMoveRow {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID repositoryId;

    @Column(nullable = false, updatable = false, length = TagName.MAX_LENGTH)
    private String tag;

    @Column(nullable = false, updatable = false)
    private Instant movedAt;

    @Column(updatable = false, length = 255)
    private @Nullable String actor;

    @Column(updatable = false, length = 135)
    private @Nullable String fromDigest;

    @Column(updatable = false, length = 135)
    private @Nullable String toDigest;

    @Column(updatable = false)
    private @Nullable Long buildNumber;

    @Column(nullable = false, updatable = false, length = TagMove.MAX_REASON)
    private String reason;

    protected TagMoveRow() {}

    TagMoveRow(RepositoryRow repository, TagName tag, TagMove move) {
        this.id = UUID.randomUUID();
        this.repositoryId = repository.id();
        this.tag = tag.value();
        this.movedAt = move.at();
        this.actor = move.actor().orElse(null);
        this.fromDigest = move.from().map(Digest::toString).orElse(null);
        this.toDigest = move.to().map(Digest::toString).orElse(null);
        this.buildNumber = move.build().map(BuildNumber::value).orElse(null);
        this.reason = move.reason();
    }

    TagMove toMove() {
        return new TagMove(
                movedAt,
                Optional.ofNullable(actor),
                Optional.ofNullable(fromDigest).map(Digest::parse),
                Optional.ofNullable(toDigest).map(Digest::parse),
                Optional.ofNullable(buildNumber).map(BuildNumber::new),
                reason);
    }
}
