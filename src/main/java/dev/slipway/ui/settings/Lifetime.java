package dev.slipway.ui.settings;

import dev.slipway.workspace.InvitationRequest;
import dev.slipway.workspace.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How long a link or a token works. */
enum Lifetime {
    DAY(1, "1 day"),
    WEEK(7, "7 days"),
    MONTH(30, "30 days"),
    QUARTER(90, "90 days"),
    YEAR(365, "a year"),
    EVER(0, "until it is revoked");

    private final int days;
    private final String words;

    Lifetime(int days, String words) {
        this.days = days;
        this.words = words;
    }

    static List<Lifetime> ofInvitations() {
        return Arrays.stream(values())
                .filter(life -> life.days > 0 && life.days <= InvitationRequest.MAX_LIFE.toDays())
                .toList();
    }

    String words() {
        return words;
    }

    /** Empty: without end. */
    Optional<Instant> end() {
        return days == 0 ? Optional.empty() : Optional.of(Instant.now().plus(Duration.ofDays(days)));
    }

    InvitationRequest invitation(Role role) {
        return new InvitationRequest(role, end());
    }
}
