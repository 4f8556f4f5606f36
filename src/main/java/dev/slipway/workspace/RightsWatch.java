package dev.slipway.workspace;

import dev.slipway.account.TokenId;
import dev.slipway.account.TokenRevoked;
import dev.slipway.account.UserId;
import dev.slipway.account.UserLeaves;
import dev.slipway.watch.Watch;
import dev.slipway.watch.Watches;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Ends what stays open (a socket, a stream, a page) when its caller may no longer do what it does: at once when the change is
 * made in this process, within {@value #ROUND_SECONDS} seconds when another node makes it or a token expires. See
 * docs/decisions/0035-rights-taken-away-end-what-is-open.md.
 */
@Component
public class RightsWatch extends Watches<RightsWatch.Right> {

    static final int ROUND_SECONDS = 20;

    private final Access access;

    RightsWatch(Access access) {
        super("right", Duration.ofSeconds(ROUND_SECONDS));
        this.access = access;
    }

    /** What a caller needs for what he has opened. */
    record Right(Seat seat, Permission needed) {}

    /**
     * Watches until it is closed or over.
     *
     * @param over called once, on a thread of its own, as soon as the seat does not allow {@code needed} any more
     */
    public Watch watch(Seat seat, Permission needed, Runnable over) {
        return watch(new Right(seat, needed), over);
    }

    /** As {@link #watch(Seat, Permission, Runnable)}, for who asks {@link Watch#isOver} in time. */
    public Watch watch(Seat seat, Permission needed) {
        return watch(seat, needed, () -> {});
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(MembershipChanged change) {
        lookAtSeats(seat -> seat.workspace().id().equals(change.workspace()) && isOf(seat, change.user()));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(WorkspaceLeaves leaving) {
        lookAtSeats(seat -> seat.workspace().id().equals(leaving.workspace().id()));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(UserLeaves leaving) {
        lookAtSeats(seat -> isOf(seat, leaving.user().id()));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void look(TokenRevoked revoked) {
        TokenId token = revoked.token();
        lookAtSeats(seat -> seat.caller().token().filter(token::equals).isPresent());
    }

    @Override
    protected boolean isGood(Right right) {
        return access.stillAllows(right.seat(), right.needed());
    }

    private void lookAtSeats(Predicate<Seat> concerned) {
        lookSoon(right -> concerned.test(right.seat()));
    }

    private static boolean isOf(Seat seat, UserId user) {
        return seat.caller().id().equals(user);
    }
}
