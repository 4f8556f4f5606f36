package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.registry.Manifest;
import dev.slipway.workspace.WorkspaceId;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;

/** What is in a workspace's repositories. Whoever asks has been let in by {@code workspace.Access}. */
@Service
public class Images {

    /** Newest entries of a tag's history that are shown. */
    public static final int MAX_HISTORY = 500;

    /** Names of deleted tags that are shown. */
    public static final int MAX_DELETED = 20;

    private final RepositoryRows repositories;
    private final ImageRows images;
    private final TagRows tags;
    private final TagMoveRows moves;
    private final TagRules rules;
    private final ImageStore store;

    Images(
            RepositoryRows repositories,
            ImageRows images,
            TagRows tags,
            TagMoveRows moves,
            TagRules rules,
            ImageStore store) {
        this.repositories = repositories;
        this.images = images;
        this.tags = tags;
        this.moves = moves;
        this.rules = rules;
        this.store = store;
    }

    /** By name. */
    public Page<Repository> repositories(WorkspaceId workspace, PageRequest page) {
        List<RepositoryRow> rows = repositories.findByWorkspaceIdAndNameGreaterThanOrderByName(
                workspace.value(), page.after().orElse(""), Limit.of(page.limit() + 1));
        return Page.of(rows, page, row -> row.name().value()).map(this::repository);
    }

    /** @throws Refusal NOT_FOUND */
    public Repository repository(WorkspaceId workspace, RepositoryName name) {
        return repository(row(workspace, name));
    }

    /**
     * By name.
     *
     * @throws Refusal NOT_FOUND when there is no such repository
     */
    public Page<Tag> tags(WorkspaceId workspace, RepositoryName name, PageRequest page) {
        RepositoryRow repository = row(workspace, name);
        List<TagRow> rows = tags.findByRepositoryIdAndNameGreaterThanOrderByName(
                repository.id(), page.after().orElse(""), Limit.of(page.limit() + 1));
        Page<TagRow> found = Page.of(rows, page, row -> row.name().value());
        Map<Digest, ImageRow> byDigest = imagesOf(repository, found.items());
        TagGuard guard = rules.guard(workspace);
        return found.map(tag -> tag(name, tag, Optional.ofNullable(byDigest.get(tag.digest())), guard));
    }

    /** @throws Refusal NOT_FOUND */
    public Tag tag(WorkspaceId workspace, RepositoryName name, TagName tag) {
        RepositoryRow repository = row(workspace, name);
        TagRow found =
                tags.findByRepositoryIdAndName(repository.id(), tag.value()).orElseThrow(Refusal::notFound);
        return tag(
                name,
                found,
                images.findByRepositoryIdAndDigest(
                        repository.id(), found.digest().toString()),
                rules.guard(workspace));
    }

    /**
     * Newest first, at most {@value #MAX_HISTORY}; it outlives the tag.
     *
     * @throws Refusal NOT_FOUND when there never was such a tag
     */
    public List<TagMove> history(WorkspaceId workspace, RepositoryName name, TagName tag) {
        List<TagMove> history = moves
                .findByRepositoryIdAndTagOrderByMovedAtDesc(
                        row(workspace, name).id(), tag.value(), Limit.of(MAX_HISTORY))
                .stream()
                .map(TagMoveRow::toMove)
                .toList();
        if (history.isEmpty()) {
            throw Refusal.notFound();
        }
        return history;
    }

    /**
     * Names that were tags once, the one that went last first, at most {@value #MAX_DELETED}.
     *
     * @throws Refusal NOT_FOUND when there is no such repository
     */
    public List<TagName> deletedTags(WorkspaceId workspace, RepositoryName name) {
        return moves.findDeletedTags(row(workspace, name).id(), Limit.of(MAX_DELETED)).stream()
                .map(TagName::new)
                .filter(tag -> !tag.namesReferrers())
                .toList();
    }

    /**
     * Images that no tag names, newest first; not those that are platforms of others, nor what only refers to others.
     *
     * @throws Refusal NOT_FOUND when there is no such repository
     */
    public List<UntaggedImage> untagged(WorkspaceId workspace, RepositoryName name, int limit) {
        return images.findUntagged(row(workspace, name).id(), Limit.of(limit)).stream()
                .map(image -> new UntaggedImage(
                        image.digest(),
                        image.bytes(),
                        image.platforms(),
                        image.pushedAt(),
                        image.actor(),
                        image.build()))
                .toList();
    }

    /**
     * One image with its platforms, configs and layers, read from the store.
     *
     * @throws Refusal NOT_FOUND when the repository has no such image, UNAVAILABLE when the store does not answer
     */
    public ImageDetails image(WorkspaceId workspace, RepositoryName name, Digest digest) {
        RepositoryRow repository = row(workspace, name);
        ImageRow image = images.findByRepositoryIdAndDigest(repository.id(), digest.toString())
                .orElseThrow(Refusal::notFound);
        List<TagName> names = tags.findByRepositoryIdAndDigestOrderByName(repository.id(), digest.toString()).stream()
                .map(TagRow::name)
                .toList();
        return new ImageDetails(
                name,
                digest,
                image.mediaType(),
                image.bytes(),
                image.pushedAt(),
                image.actor(),
                image.build(),
                names,
                platforms(workspace, name, digest));
    }

    /**
     * Everything that a client needs to pull one image, and nothing else of the repository.
     *
     * @throws Refusal NOT_FOUND when the repository has no such image, UNAVAILABLE when the store does not answer
     */
    public ImageContents contents(WorkspaceId workspace, RepositoryName name, Digest digest) {
        String upstream = ImageStore.upstream(workspace, name);
        try {
            Manifest manifest =
                    store.client().manifest(upstream, digest.toString()).orElseThrow(Refusal::notFound);
            return new ManifestReader(store.client(), upstream).contents(manifest);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private List<PlatformImage> platforms(WorkspaceId workspace, RepositoryName name, Digest digest) {
        String upstream = ImageStore.upstream(workspace, name);
        try {
            Manifest manifest =
                    store.client().manifest(upstream, digest.toString()).orElseThrow(Refusal::notFound);
            ManifestReader reader = new ManifestReader(store.client(), upstream);
            return LayerHistory.platforms(manifest, reader.images(manifest));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static Refusal unavailable(IOException e) {
        return Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "store-unavailable",
                        "The image store does not answer. The image is safe; try again in a few seconds.")
                .causedBy(e);
    }

    private RepositoryRow row(WorkspaceId workspace, RepositoryName name) {
        return repositories
                .findByWorkspaceIdAndName(workspace.value(), name.value())
                .orElseThrow(Refusal::notFound);
    }

    private Repository repository(RepositoryRow row) {
        return new Repository(
                row.name(), tags.countByRepositoryId(row.id()), images.countWhole(row.id()), row.updatedAt());
    }

    private Map<Digest, ImageRow> imagesOf(RepositoryRow repository, List<TagRow> found) {
        Set<String> digests =
                found.stream().map(tag -> tag.digest().toString()).collect(Collectors.toCollection(LinkedHashSet::new));
        return digests.isEmpty()
                ? Map.of()
                : images.findByRepositoryIdAndDigestIn(repository.id(), digests).stream()
                        .collect(Collectors.toMap(ImageRow::digest, Function.identity()));
    }

    private static Tag tag(RepositoryName repository, TagRow row, Optional<ImageRow> image, TagGuard guard) {
        return new Tag(
                row.name(),
                row.digest(),
                image.map(ImageRow::bytes).orElse(0L),
                image.map(ImageRow::platforms).orElse(List.of()),
                row.updatedAt(),
                row.actor(),
                row.build().or(() -> image.flatMap(ImageRow::build)),
                guard.protecting(repository, row.name()).isPresent(),
                guard.fixing(repository, row.name()).isPresent());
    }
}
