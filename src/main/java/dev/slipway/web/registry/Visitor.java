package dev.slipway.web.registry;

import dev.slipway.account.Caller;
import dev.slipway.share.SharedImage;
import java.util.List;
import java.util.Optional;

/** Who stands at the edge. */
sealed interface Visitor {

    /** What his bearer token was issued for; empty: he showed the credential itself, which only his rights limit. */
    Optional<List<Grant>> grants();

    default boolean mayUse(Grant needed) {
        return grants().map(all -> all.stream().anyMatch(grant -> grant.covers(needed)))
                .orElse(true);
    }

    /** Somebody with an account, by an access token. */
    record Member(Caller caller, Optional<List<Grant>> grants) implements Visitor {}

    /** Somebody who has a build's link, which lets him pull one image and nothing else. */
    record Guest(SharedImage image, Optional<List<Grant>> grants) implements Visitor {

        boolean mayPullFrom(ImageName name) {
            return image.workspace().name().equals(name.workspace())
                    && image.repository().equals(name.repository());
        }
    }
}
