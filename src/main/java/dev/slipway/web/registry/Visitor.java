package dev.slipway.web.registry;

import dev.slipway.account.Caller;
import java.util.List;
import java.util.Optional;

/**
 * Who stands at the edge.
 *
 * @param grants what his bearer token was issued for; empty: he showed the access token itself, which is limited by nothing but
 *     the caller's rights
 */
record Visitor(Caller caller, Optional<List<Grant>> grants) {

    boolean mayUse(Grant needed) {
        return grants.map(all -> all.stream().anyMatch(grant -> grant.covers(needed)))
                .orElse(true);
    }
}
