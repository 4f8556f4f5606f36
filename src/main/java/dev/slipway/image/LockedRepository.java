package dev.slipway.image;

import dev.slipway.build.BuildNumber;
import dev.slipway.oci.Digest;
import dev.slipway.oci.ImageIndex;
import dev.slipway.refusal.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A repository whose lock the running transaction holds: the only place where its images and tags change, so the workspace's
 * rules are asked here, whoever changes them.
 */
final class LockedRepository {

    private final RepositoryRow row;
    private final RepositoryTables tables;
    private final TagGuard guard;
    private final Function<Digest, Optional<String>> needs;
    private final Instant now;

    /** @param needs who above the images needs one of them */
    LockedRepository(
            RepositoryRow row,
            RepositoryTables tables,
            TagGuard guard,
            Function<Digest, Optional<String>> needs,
            Instant now) {
        this.row = row;
        this.tables = tables;
        this.guard = guard;
        this.needs = needs;
        this.now = now;
    }

    /** Keeps an image; one that is there already stays as it was. */
    ImageRow keep(ManifestSummary manifest, Actor actor) {
        row.touch(now);
        ImageRow image =
                image(manifest.digest()).orElseGet(() -> tables.images().save(new ImageRow(row, manifest, actor, now)));
        actor.build().ifPresent(image::madeBy);
        return image;
    }

    Optional<ImageRow> image(Digest digest) {
        return tables.images().findByRepositoryIdAndDigest(row.id(), digest.toString());
    }

    /** Indexes from before their parts were kept. */
    List<ImageRow> indexesWithoutParts() {
        return tables.images().findWithoutParts(row.id(), List.of(ImageIndex.OCI, ImageIndex.DOCKER));
    }

    Optional<Digest> tagged(TagName tag) {
        return row(tag).map(TagRow::digest);
    }

    List<TagName> tagNames() {
        return tables.tags().findByRepositoryIdOrderByName(row.id()).stream()
                .map(TagRow::name)
                .toList();
    }

    /** @throws Refusal CONFLICT when a rule says that the tag must not name {@code to} */
    void admitMove(TagName tag, Digest to) {
        admitMove(tag, tagged(tag), to);
    }

    private void admitMove(TagName tag, Optional<Digest> from, Digest to) {
        guard.admitMove(row.name(), tag, from, () -> last(tag), to);
    }

    private Optional<Digest> last(TagName tag) {
        return tables.moves()
                .findFirstByRepositoryIdAndTagOrderByMovedAtDesc(row.id(), tag.value())
                .flatMap(move -> move.toMove().from());
    }

    /** @throws Refusal CONFLICT when a rule says that the tag stays */
    void admitRemoval(TagName tag) {
        guard.admitRemoval(row.name(), tag);
    }

    /**
     * Points the tag to {@code to} and writes it down.
     *
     * @return false when it points there already
     * @throws Refusal CONFLICT when a rule says no
     */
    boolean move(TagName tag, Digest to, Actor actor, String reason) {
        Optional<TagRow> existing = row(tag);
        admitMove(tag, existing.map(TagRow::digest), to);
        return move(existing, tag, to, actor, reason);
    }

    /** As {@link #move} for what has happened already: no rule can undo it. */
    boolean moveAsFound(TagName tag, Digest to, Actor actor, String reason) {
        return move(row(tag), tag, to, actor, reason);
    }

    private boolean move(Optional<TagRow> existing, TagName tag, Digest to, Actor actor, String reason) {
        Optional<Digest> from = existing.map(TagRow::digest);
        if (from.equals(Optional.of(to))) {
            return false;
        }
        existing.ifPresentOrElse(
                found -> found.moveTo(to, actor, now), () -> tables.tags().save(new TagRow(row, tag, to, actor, now)));
        write(tag, from, Optional.of(to), actor, reason);
        return true;
    }

    /**
     * Takes the tag away and writes it down.
     *
     * @throws Refusal CONFLICT when a rule says no
     */
    void remove(TagName tag, Actor actor, String reason) {
        admitRemoval(tag);
        removeAsFound(tag, actor, reason);
    }

    /** As {@link #remove(TagName, Actor, String)} for what has happened already. */
    void removeAsFound(TagName tag, Actor actor, String reason) {
        row(tag).ifPresent(found -> {
            tables.tags().delete(found);
            write(tag, Optional.of(found.digest()), Optional.empty(), actor, reason);
        });
    }

    /**
     * Whether an image may go, and a tag that alone names it with it.
     *
     * @throws Refusal CONFLICT with what needs it
     */
    void admitRemoval(Digest digest) {
        List<TagName> names = namesOf(digest);
        if (names.size() > 1) {
            throw needed("the tags "
                    + String.join(", ", names.stream().map(TagName::value).toList()));
        }
        names.forEach(this::admitRemoval);
        tables.images().findWholesOf(row.id(), digest.toString()).stream()
                .findFirst()
                .ifPresent(whole -> {
                    throw needed("the image " + whole.digest() + ", of which it is a part");
                });
        needs.apply(digest).ifPresent(who -> {
            throw needed(who);
        });
    }

    /** As {@link #admitRemoval(Digest)} for what nobody has asked for by name; a tag's image stays. */
    boolean isNeeded(Digest digest) {
        return !namesOf(digest).isEmpty()
                || !tables.images().findWholesOf(row.id(), digest.toString()).isEmpty()
                || needs.apply(digest).isPresent();
    }

    /**
     * Takes the image away, and a tag that alone names it.
     *
     * @return what it leaves behind that nothing needs any more: its platforms and attestations, and what refers to it
     */
    List<Digest> remove(Digest digest, Actor actor, String reason) {
        admitRemoval(digest);
        namesOf(digest).forEach(tag -> remove(tag, actor, reason));
        Optional<ImageRow> image = image(digest);
        List<Digest> parts = image.map(ImageRow::parts).orElse(List.of());
        List<Digest> referrers =
                tables.images().findByRepositoryIdAndSubjectOrderByPushedAt(row.id(), digest.toString()).stream()
                        .map(ImageRow::digest)
                        .toList();
        image.ifPresent(tables.images()::delete);
        tables.images().flush();
        row.touch(now);
        return Stream.concat(parts.stream(), referrers.stream())
                .filter(left -> image(left).isPresent() && !isNeeded(left))
                .toList();
    }

    private Optional<TagRow> row(TagName tag) {
        return tables.tags().findByRepositoryIdAndName(row.id(), tag.value());
    }

    private List<TagName> namesOf(Digest digest) {
        return tables.tags().findByRepositoryIdAndDigestOrderByName(row.id(), digest.toString()).stream()
                .map(TagRow::name)
                .toList();
    }

    private static Refusal needed(String who) {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "image-needed",
                "The image stays: it is needed by %s. Take that away first.".formatted(who));
    }

    private void write(TagName tag, Optional<Digest> from, Optional<Digest> to, Actor actor, String reason) {
        row.touch(now);
        Optional<BuildNumber> build = actor.build();
        tables.moves().save(new TagMoveRow(row, tag, new TagMove(now, actor.name(), from, to, build, reason)));
    }
}
