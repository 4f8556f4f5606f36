package dev.slipway.share;

import dev.slipway.build.BuildId;
import dev.slipway.build.BuildNumber;
import dev.slipway.workspace.WorkspaceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** A link; of its key only the hash is here. */
@Entity
@Table(name = "share_link")
class ShareLinkRow {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID workspaceId;

    @Column(nullable = false, updatable = false)
    private UUID buildId;

    @Column(nullable = false, updatable = false)
    private long buildNumber;

    @Column(nullable = false, updatable = false, length = 64)
    private String keyHash;

    /** The words of its parts, joined by commas. */
    @Column(nullable = false, updatable = false, length = 64)
    private String shows;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false, updatable = false, length = 255)
    private String actor;

    @Column(nullable = false, updatable = false)
    private Instant expiresAt;

    @Column(nullable = false)
    private long opened;

    protected ShareLinkRow() {}

    ShareLinkRow(ShareLink link, String keyHash) {
        this.id = link.id().value();
        this.workspaceId = link.workspace().value();
        this.buildId = link.build().value();
        this.buildNumber = link.number().value();
        this.keyHash = keyHash;
        this.shows = link.shows().stream().sorted().map(SharedPart::word).collect(Collectors.joining(","));
        this.createdAt = link.createdAt();
        this.actor = link.actor();
        this.expiresAt = link.expiresAt();
        this.opened = link.opened();
    }

    ShareLink toLink() {
        return new ShareLink(
                new LinkId(id),
                new WorkspaceId(workspaceId),
                new BuildId(buildId),
                new BuildNumber(buildNumber),
                Arrays.stream(shows.split(",", -1))
                        .map(word -> SharedPart.find(word).orElseThrow())
                        .collect(Collectors.toSet()),
                createdAt,
                actor,
                expiresAt,
                opened);
    }

    boolean worksAt(Instant now) {
        return now.isBefore(expiresAt);
    }
}
