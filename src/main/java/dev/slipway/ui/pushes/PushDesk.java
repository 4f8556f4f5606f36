package dev.slipway.ui.pushes;

import dev.slipway.credential.Credentials;
import dev.slipway.push.PushNews;
import dev.slipway.push.Pushes;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;

/**
 * What the parts of this package work with on one page.
 *
 * @param seat as of the page's opening: what may be offered
 * @param door asks again at the moment of a click
 */
public record PushDesk(Seat seat, Door door, Pushes pushes, PushNews news, Credentials credentials) {

    /** Asks whether the caller may, now. */
    public interface Door {
        Seat enter(Permission needed);
    }

    boolean mayPush() {
        return seat.allows(Permission.PUSH_IMAGE);
    }

    boolean mayAddCredentials() {
        return seat.allows(Permission.MANAGE_SECRETS);
    }
}
