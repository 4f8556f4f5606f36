package dev.slipway.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.account.Caller;
import dev.slipway.audit.AuditAction;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditFilter;
import dev.slipway.database.Fixtures;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

@OnBothDatabases(with = Fixtures.class)
class WorkspaceTrailTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    WorkspaceTrail trail;

    @Autowired
    Workspaces workspaces;

    @Autowired
    ApplicationEventPublisher news;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void ownersReadWhatHappenedNewestFirstAPageAtATime() {
        Seat owner = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);
        Seat developer = fixtures.seat(owner.workspace(), Role.DEVELOPER);
        IntStream.rangeClosed(1, 5)
                .forEach(i -> news.publishEvent(developer.did(AuditAction.TAG_SET, "web:" + i, "to sha256:" + i)));
        AuditFilter tags = filter(Optional.empty(), Optional.of(AuditAction.TAG_SET));

        Page<AuditEntry> first = trail.list(owner, tags, new PageRequest(3, null));
        Page<AuditEntry> second = trail.list(owner, tags, new PageRequest(3, first.next()));

        assertThat(first.items()).extracting(AuditEntry::subject).containsExactly("web:5", "web:4", "web:3");
        assertThat(second.items()).extracting(AuditEntry::subject).containsExactly("web:2", "web:1");
        assertThat(second.next()).isNull();
        assertThat(first.items().getFirst().actor()).isEqualTo("acme-developer");
    }

    @Test
    void actorActionAndTimeNarrowItDown() {
        Seat owner = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);
        Seat developer = fixtures.seat(owner.workspace(), Role.DEVELOPER);
        news.publishEvent(developer.did(AuditAction.BUILD_START, "#1", ""));
        news.publishEvent(owner.did(AuditAction.TAG_DELETE, "web:1", ""));
        Instant now = Instant.now();

        assertThat(subjects(owner, filter(Optional.of("acme-developer"), Optional.empty())))
                .containsExactly("#1");
        assertThat(subjects(owner, filter(Optional.empty(), Optional.of(AuditAction.TAG_DELETE))))
                .containsExactly("web:1");
        assertThat(subjects(owner, between(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)))))
                .contains("#1", "web:1");
        assertThat(subjects(owner, between(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1)))))
                .isEmpty();
    }

    @Test
    void nobodyElseReadsIt() {
        Workspace acme = fixtures.workspace("acme");
        for (Role role : List.of(Role.VIEWER, Role.DEVELOPER, Role.MAINTAINER)) {
            Seat seat = fixtures.seat(acme, role);
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> trail.list(seat, AuditFilter.ALL, PageRequest.first()))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("role-too-low"));
        }
    }

    @Test
    void aSignInStandsInTheTrailOfEveryWorkspaceOfTheMember() {
        Seat acme = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);
        Seat other = fixtures.seat(fixtures.workspace("other"), Role.OWNER);
        Caller member = fixtures.seat(acme.workspace(), Role.DEVELOPER).caller();

        news.publishEvent(member.did(AuditAction.SIGN_IN, member.user().name(), "with a password"));

        AuditFilter signIns = filter(Optional.empty(), Optional.of(AuditAction.SIGN_IN));
        assertThat(subjects(acme, signIns)).containsExactly("acme-developer");
        assertThat(subjects(other, signIns)).isEmpty();
    }

    @Test
    void whatIsUndoneIsNotInTheTrail() {
        Seat owner = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);

        transaction.executeWithoutResult(status -> {
            news.publishEvent(owner.did(AuditAction.TAG_DELETE, "web:1", ""));
            status.setRollbackOnly();
        });

        assertThat(subjects(owner, filter(Optional.empty(), Optional.of(AuditAction.TAG_DELETE))))
                .isEmpty();
    }

    @Test
    void strangeTextIsKeptOnOneLineAndCut() {
        Seat owner = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);

        news.publishEvent(
                owner.did(AuditAction.LINK_CREATE, "a\u0000b\r\nc" + "\ud83d\ude00".repeat(200), "x".repeat(501)));

        AuditEntry kept = trail.list(
                        owner, filter(Optional.empty(), Optional.of(AuditAction.LINK_CREATE)), PageRequest.first())
                .items()
                .getFirst();
        assertThat(kept.subject())
                .startsWith("a b  c")
                .endsWith("\ud83d\ude00…")
                .hasSizeLessThanOrEqualTo(300);
        assertThat(kept.detail()).hasSize(500).endsWith("x…");
    }

    @Test
    void aTrailGoesWithItsWorkspace() {
        Seat owner = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);
        news.publishEvent(owner.did(AuditAction.TAG_DELETE, "web:1", ""));

        workspaces.delete(owner);

        Seat again = fixtures.seat(fixtures.workspace("acme"), Role.OWNER);
        assertThat(subjects(again, AuditFilter.ALL)).doesNotContain("web:1");
    }

    private List<String> subjects(Seat owner, AuditFilter filter) {
        return trail.list(owner, filter, PageRequest.first()).items().stream()
                .map(AuditEntry::subject)
                .toList();
    }

    private static AuditFilter filter(Optional<String> actor, Optional<AuditAction> action) {
        return new AuditFilter(actor, action, Optional.empty(), Optional.empty());
    }

    private static AuditFilter between(Instant from, Instant to) {
        return new AuditFilter(Optional.empty(), Optional.empty(), Optional.of(from), Optional.of(to));
    }
}
