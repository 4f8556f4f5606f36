package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A repository whose lock the running transaction holds: the only place where its images and tags change. */
final class LockedRepository {

    private final RepositoryRow row;
    private final ImageRows images;
    private final TagRows tags;
    private final TagMoveRows moves;
    private final Instant now;

    LockedRepository(RepositoryRow row, ImageRows images, TagRows tags, TagMoveRows moves, Instant now) {
        this.row = row;
        this.images = images;
        this.tags = tags;
        this.moves = moves;
        this.now = now;
    }

    /** Keeps an image; one that is there already stays as it was. */
    ImageRow keep(ManifestSummary manifest, Actor actor) {
        row.touch(now);
        ImageRow image = images.findByRepositoryIdAndDigest(
                        row.id(), manifest.digest().toString())
                .orElseGet(() -> images.save(new ImageRow(row, manifest, actor, now)));
        actor.build().ifPresent(image::madeBy);
        return image;
    }

    Optional<ImageRow> image(Digest digest) {
        return images.findByRepositoryIdAndDigest(row.id(), digest.toString());
    }

    Optional<Digest> tagged(TagName tag) {
        return tags.findByRepositoryIdAndName(row.id(), tag.value()).map(TagRow::digest);
    }

    List<TagName> tagNames() {
        return tags.findByRepositoryIdOrderByName(row.id()).stream()
                .map(TagRow::name)
                .toList();
    }

    /** Points the tag to {@code to} and writes it down; a tag that points there already has not moved. */
    void move(TagName tag, Digest to, Actor actor, String reason) {
        Optional<TagRow> existing = tags.findByRepositoryIdAndName(row.id(), tag.value());
        Optional<Digest> from = existing.map(TagRow::digest);
        if (from.equals(Optional.of(to))) {
            return;
        }
        existing.ifPresentOrElse(
                found -> found.moveTo(to, actor, now), () -> tags.save(new TagRow(row, tag, to, actor, now)));
        write(tag, from, Optional.of(to), actor, reason);
    }

    /** Takes the tag away and writes it down. */
    void remove(TagName tag, Actor actor, String reason) {
        tags.findByRepositoryIdAndName(row.id(), tag.value()).ifPresent(found -> {
            tags.delete(found);
            write(tag, Optional.of(found.digest()), Optional.empty(), actor, reason);
        });
    }

    /** Takes the image away with every tag that names it. */
    void remove(Digest digest, Actor actor, String reason) {
        tags.findByRepositoryIdAndDigestOrderByName(row.id(), digest.toString())
                .forEach(tag -> remove(tag.name(), actor, reason));
        image(digest).ifPresent(images::delete);
    }

    private void write(TagName tag, Optional<Digest> from, Optional<Digest> to, Actor actor, String reason) {
        row.touch(now);
        Optional<BuildNumber> build = actor.build();
        moves.save(new TagMoveRow(row, tag, new TagMove(now, actor.name(), from, to, build, reason)));
    }
}
