package dev.slipway.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.Caller;
import dev.slipway.account.User;
import dev.slipway.account.UserId;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.WorkspaceName;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RecentSeatsTest {

    private static final ImageName APP = ImageName.find("acme/app").orElseThrow();
    private static final ImageName OTHER = ImageName.find("acme/other").orElseThrow();

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger asked = new AtomicInteger();
    private final RecentSeats seats = new RecentSeats(clock::get);

    @Test
    void theSecondRequestOfAMomentIsNotJudgedAgain() {
        enter("Basic a", APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);
        clock.addAndGet(Duration.ofMillis(999).toNanos());
        enter("Basic a", APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);

        assertThat(asked).hasValue(1);
    }

    @Test
    void ofThoseWhoAskAtOnceOneIsJudged() {
        CountDownLatch allAsk = new CountDownLatch(5);
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                requests.execute(() -> {
                    allAsk.countDown();
                    enter("Basic a", APP, Permission.PULL_IMAGE, () -> {
                        await(allAsk);
                        return seat();
                    });
                });
            }
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void rightsTakenAwayAreFeltWhenTheMomentIsOver() {
        enter("Basic a", APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThatThrownBy(() -> enter("Basic a", APP, Permission.PULL_IMAGE, RecentSeatsTest::refused))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void anotherCredentialRepositoryOrWishIsJudgedForItself() {
        enter("Basic a", APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);
        enter("Basic b", APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);
        enter("Basic a", OTHER, Permission.PULL_IMAGE, RecentSeatsTest::seat);
        enter("Basic a", APP, Permission.PUSH_IMAGE, RecentSeatsTest::seat);

        assertThat(asked).hasValue(4);
    }

    @Test
    void aRefusalIsNotRemembered() {
        assertThatThrownBy(() -> enter("Basic a", APP, Permission.PULL_IMAGE, RecentSeatsTest::refused))
                .isInstanceOf(Refusal.class);
        enter("Basic a", APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);

        assertThat(asked).hasValue(2);
    }

    @Test
    void aFloodOfCredentialsIsJudgedButNotKept() {
        for (int i = 0; i < 5_000; i++) {
            enter("Basic " + i, APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);
        }
        enter("Basic 4999", APP, Permission.PULL_IMAGE, RecentSeatsTest::seat);

        assertThat(asked).hasValue(5_001);
    }

    private Seat enter(String authorization, ImageName name, Permission permission, Supplier<Seat> judge) {
        return seats.seat(authorization, name, permission, () -> {
            asked.incrementAndGet();
            return judge.get();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Seat seat() {
        User user = new User(new UserId(new UUID(0, 1)), "mara", "Mara", false);
        Workspace workspace =
                new Workspace(new WorkspaceId(new UUID(0, 2)), new WorkspaceName("acme"), "Acme", Instant.EPOCH);
        return new Seat(workspace, Caller.of(user), Role.DEVELOPER);
    }

    private static Seat refused() {
        throw Refusal.notFound();
    }
}
