package dev.slipway.share;

import dev.slipway.account.Secrets;
import dev.slipway.audit.AuditAction;
import dev.slipway.build.Build;
import dev.slipway.build.Builds;
import dev.slipway.image.RepositoryName;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspaces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, lists and revokes links, and finds what a key opens. A key is {@code sls_} and 160 random bits in hex; it is known at
 * the moment of making only. Unknown, expired and revoked keys open nothing, and nothing tells them apart. See
 * docs/decisions/0038-share-links.md.
 */
@Service
public class ShareLinks {

    public static final String PREFIX = "sls_";
    public static final int MAX_LIVE = 200;
    public static final Duration DEFAULT_LIFE = Duration.ofDays(7);
    public static final Duration LONGEST_LIFE = Duration.ofDays(366);

    /** How long an expired link is still in the list, so that somebody sees why it stopped. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Pattern KEY = Pattern.compile(PREFIX + "[0-9a-f]{40}");

    private final ShareLinkRows rows;
    private final Builds builds;
    private final Workspaces workspaces;
    private final ApplicationEventPublisher news;
    private final Clock clock;

    ShareLinks(ShareLinkRows rows, Builds builds, Workspaces workspaces, ApplicationEventPublisher news, Clock clock) {
        this.rows = rows;
        this.builds = builds;
        this.workspaces = workspaces;
        this.news = news;
        this.clock = clock;
    }

    /**
     * @param expiresAt within {@link #LONGEST_LIFE}; empty: after {@link #DEFAULT_LIFE}
     * @throws Refusal FORBIDDEN, INVALID, CONFLICT when the workspace has {@value #MAX_LIVE} links that work
     */
    @Transactional
    public IssuedLink create(Seat seat, Build build, Set<SharedPart> shows, Optional<Instant> expiresAt) {
        seat.require(Permission.SHARE_BUILD);
        if (!build.workspace().equals(seat.workspace().id())) {
            throw Refusal.notFound();
        }
        if (shows.isEmpty()) {
            throw Refusal.invalid("/shows", "nothing-shown", "Choose at least one part that the link shows.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant end = expiresAt.orElse(now.plus(DEFAULT_LIFE)).truncatedTo(ChronoUnit.MICROS);
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST_LIFE))) {
            throw Refusal.invalid(
                    "/expiresAt",
                    "expiry-out-of-range",
                    "Choose an expiry that is still to come, within " + LONGEST_LIFE.toDays() + " days.");
        }
        rows.deleteExpired(build.workspace().value(), now.minus(REMEMBERED));
        if (rows.countByWorkspaceIdAndExpiresAtAfter(build.workspace().value(), now) >= MAX_LIVE) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "too-many-links",
                    "This workspace has " + MAX_LIVE + " links that work. Revoke one that is no longer used.");
        }
        ShareLink link = new ShareLink(
                LinkId.random(),
                build.workspace(),
                build.id(),
                build.number(),
                shows,
                now,
                seat.caller().user().name(),
                end,
                0);
        String key = Secrets.random(PREFIX);
        rows.save(new ShareLinkRow(link, Secrets.hash(key)));
        news.publishEvent(
                seat.did(AuditAction.LINK_CREATE, "build #" + build.number(), words(shows) + ", until " + end));
        return new IssuedLink(link, key);
    }

    /**
     * The workspace's links, newest first, the expired ones of the last {@code 30} days among them.
     *
     * @throws Refusal FORBIDDEN
     */
    @Transactional(readOnly = true)
    public Page<ShareLink> list(Seat seat, PageRequest request) {
        seat.require(Permission.SHARE_BUILD);
        List<ShareLink> all = rows
                .findByWorkspaceIdOrderByCreatedAtDescIdAsc(
                        seat.workspace().id().value())
                .stream()
                .map(ShareLinkRow::toLink)
                .toList();
        List<ShareLink> rest = request.after()
                .map(cursor -> all.stream()
                        .dropWhile(link -> !link.id().toString().equals(cursor))
                        .skip(1)
                        .toList())
                .orElse(all);
        return Page.of(rest, request, link -> link.id().toString());
    }

    /** Those of one build that work, newest first. */
    @Transactional(readOnly = true)
    public List<ShareLink> live(Seat seat, Build build) {
        seat.require(Permission.SHARE_BUILD);
        return rows
                .findByBuildIdAndExpiresAtAfterOrderByCreatedAtDesc(build.id().value(), clock.instant())
                .stream()
                .map(ShareLinkRow::toLink)
                .filter(link -> link.workspace().equals(seat.workspace().id()))
                .toList();
    }

    /**
     * Ends a link at once, and with it every page and socket that it opened.
     *
     * @throws Refusal FORBIDDEN, NOT_FOUND
     */
    @Transactional
    public void revoke(Seat seat, LinkId id) {
        seat.require(Permission.SHARE_BUILD);
        ShareLinkRow row = rows.findByIdAndWorkspaceId(
                        id.value(), seat.workspace().id().value())
                .orElseThrow(Refusal::notFound);
        rows.delete(row);
        news.publishEvent(
                seat.did(AuditAction.LINK_REVOKE, "build #" + row.toLink().number(), ""));
        news.publishEvent(new LinkEnded(id));
    }

    /** What the key opens now; empty for one that is unknown, has expired or was revoked. */
    @Transactional(readOnly = true)
    public Optional<ShareLink> find(String key) {
        return KEY.matcher(key).matches()
                ? rows.findByKeyHash(Secrets.hash(key))
                        .filter(row -> row.worksAt(clock.instant()))
                        .map(ShareLinkRow::toLink)
                : Optional.empty();
    }

    @Transactional(readOnly = true)
    public boolean isLive(LinkId id) {
        return rows.findById(id.value())
                .filter(row -> row.worksAt(clock.instant()))
                .isPresent();
    }

    /** The build that a link is about, as it is now. */
    public Optional<Build> build(ShareLink link) {
        return builds.find(link.build());
    }

    /** Somebody looks at the page. */
    @Transactional
    public void countOpening(ShareLink link) {
        rows.countOpening(link.id().value());
    }

    /** The image that the key lets pull; empty when its link shows no pull part, or while there is no image. */
    public Optional<SharedImage> image(String key) {
        return find(key).filter(link -> link.shows(SharedPart.PULL)).flatMap(this::image);
    }

    private Optional<SharedImage> image(ShareLink link) {
        return build(link)
                .flatMap(Build::image)
                .flatMap(image -> workspaces
                        .find(link.workspace())
                        .map(workspace ->
                                new SharedImage(workspace, new RepositoryName(image.repository()), image.digest())));
    }

    private static String words(Set<SharedPart> shows) {
        return shows.stream().sorted().map(SharedPart::word).collect(Collectors.joining(", "));
    }
}
