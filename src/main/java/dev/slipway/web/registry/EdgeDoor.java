package dev.slipway.web.registry;

import dev.slipway.account.AccessTokens;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out who comes and lets him in to one repository, or says where to get what he lacks. */
@Component
class EdgeDoor {

    /** In challenges and token requests; one registry, one name. */
    static final String SERVICE = "slipway";

    private static final int MAX_CREDENTIAL = 20 << 10;

    private final AccessTokens accessTokens;
    private final EdgeTokens edgeTokens;
    private final GuestBook guests;
    private final Access access;
    private final EdgeAddress address;
    private final RecentSeats daemons = new RecentSeats(System::nanoTime);

    EdgeDoor(AccessTokens accessTokens, EdgeTokens edgeTokens, GuestBook guests, Access access, EdgeAddress address) {
        this.accessTokens = accessTokens;
        this.edgeTokens = edgeTokens;
        this.guests = guests;
        this.access = access;
        this.address = address;
    }

    /** A name and its access token, or any name and a link's key, as Basic or a form carries them. */
    record Credential(String name, String secret) {

        @Override
        public String toString() {
            return "Credential[" + name + "]";
        }
    }

    /**
     * @param needed named in the challenge when he has to come back with a token
     * @throws EdgeException 401
     */
    Visitor identify(HttpServletRequest request, @Nullable Grant needed) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            throw EdgeException.unauthorized(
                    "Log in with your user name and an access token as the password.",
                    challenge(request, needed, null));
        }
        return identify(header)
                .orElseThrow(() -> EdgeException.unauthorized(
                        "The credential is not valid any more. Log in again with an access token as the password.",
                        challenge(request, needed, "invalid_token")));
    }

    /**
     * @param permission what he is going to do with the repository
     * @throws EdgeException 401 when his bearer token does not say so
     * @throws Refusal NOT_FOUND or FORBIDDEN
     */
    Seat enter(HttpServletRequest request, ImageName name, Permission permission) {
        String header = request.getHeader("Authorization");
        return header != null && isBuildDaemon(request)
                ? daemons.seat(header, name, permission, () -> judge(request, name, permission))
                : judge(request, name, permission);
    }

    private Seat judge(HttpServletRequest request, ImageName name, Permission permission) {
        Grant needed = Grant.of(name, action(permission));
        return switch (identify(request, needed)) {
            case Visitor.Guest guest -> throw Refusal.notFound();
            case Visitor.Member member -> {
                Seat seat = access.enter(member.caller(), name.workspace().value(), permission);
                requireGrant(member, needed, request);
                yield seat;
            }
        };
    }

    /**
     * Lets members pull from a repository, and guests the one image that their link is about.
     *
     * @throws EdgeException 401 when the bearer token does not say so
     * @throws Refusal NOT_FOUND or FORBIDDEN
     */
    Pull enterToPull(HttpServletRequest request, ImageName name) {
        if (isBuildDaemon(request)) {
            return new Pull(
                    enter(request, name, Permission.PULL_IMAGE).workspace().id(), Optional.empty());
        }
        Grant needed = Grant.of(name, Grant.PULL);
        return switch (identify(request, needed)) {
            case Visitor.Guest guest -> {
                if (!guest.mayPullFrom(name)) {
                    throw Refusal.notFound();
                }
                requireGrant(guest, needed, request);
                yield new Pull(guest.image().workspace().id(), Optional.of(guests.contents(guest.image())));
            }
            case Visitor.Member member -> {
                Seat seat = access.enter(member.caller(), name.workspace().value(), Permission.PULL_IMAGE);
                requireGrant(member, needed, request);
                yield new Pull(seat.workspace().id(), Optional.empty());
            }
        };
    }

    private void requireGrant(Visitor visitor, Grant needed, HttpServletRequest request) {
        if (!visitor.mayUse(needed)) {
            throw EdgeException.unauthorized(
                    "The bearer token was not issued for this.", challenge(request, needed, "insufficient_scope"));
        }
    }

    /** As {@link #enter}, empty instead of a refusal. */
    Optional<Seat> tryEnter(HttpServletRequest request, ImageName name, Permission permission) {
        try {
            return Optional.of(enter(request, name, permission));
        } catch (Refusal | EdgeException e) {
            return Optional.empty();
        }
    }

    /** Whoever shows this name with this access token, or a link's key; empty when it is not good. */
    Optional<Visitor> visitor(Credential credential) {
        return visitor(credential.secret(), Optional.empty()).filter(visitor -> switch (visitor) {
            case Visitor.Guest guest -> true;
            case Visitor.Member member -> member.caller().user().name().equals(credential.name());
        });
    }

    private Optional<Visitor> visitor(String secret, Optional<List<Grant>> grants) {
        return GuestBook.isKey(secret)
                ? guests.find(secret).map(image -> new Visitor.Guest(image, grants))
                : accessTokens.authenticate(secret).map(caller -> new Visitor.Member(caller, grants));
    }

    /** The name and secret of an {@code Authorization: Basic} header (RFC 7617). */
    static Optional<Credential> basic(@Nullable String header) {
        return parameter(header, "basic").flatMap(encoded -> {
            try {
                String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                return colon < 0
                        ? Optional.empty()
                        : Optional.of(new Credential(text.substring(0, colon), text.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    static String action(Permission permission) {
        return switch (permission) {
            case PUSH_IMAGE -> Grant.PUSH;
            case DELETE_IMAGE -> Grant.DELETE;
            default -> Grant.PULL;
        };
    }

    /** Where a client gets a token, and for what (Docker token specification; RFC 6750 for the error). */
    String challenge(HttpServletRequest request, @Nullable Grant needed, @Nullable String error) {
        if (isBuildDaemon(request)) {
            return TokenService.BASIC;
        }
        StringBuilder challenge = new StringBuilder("Bearer realm=\"")
                .append(address.of(request))
                .append("/v2/token\",service=\"")
                .append(SERVICE)
                .append('"');
        if (needed != null) {
            challenge.append(",scope=\"").append(scope(needed)).append('"');
        }
        if (error != null) {
            challenge.append(",error=\"").append(error).append('"');
        }
        return challenge.toString();
    }

    /** A daemon holds a token that was lent to it for this; fetching another one for each scope costs it four calls more. */
    private static boolean isBuildDaemon(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        return agent != null && agent.startsWith("buildkit/");
    }

    /** Who pushes also asks what is there already. */
    private static Grant scope(Grant needed) {
        return needed.actions().contains(Grant.PUSH)
                ? new Grant(needed.type(), needed.name(), Set.of(Grant.PULL, Grant.PUSH))
                : needed;
    }

    private Optional<Visitor> identify(String header) {
        if (header.length() > MAX_CREDENTIAL) {
            return Optional.empty();
        }
        Optional<String> bearer = parameter(header, "bearer");
        if (bearer.isPresent()) {
            return bearer.get().startsWith(AccessTokens.PREFIX)
                    ? visitor(bearer.get(), Optional.empty())
                    : edgeTokens
                            .open(bearer.get())
                            .flatMap(opened -> visitor(opened.secret(), Optional.of(opened.grants())));
        }
        return basic(header).flatMap(this::visitor);
    }

    private static Optional<String> parameter(@Nullable String header, String scheme) {
        if (header == null) {
            return Optional.empty();
        }
        int space = header.indexOf(' ');
        return space > 0 && header.substring(0, space).toLowerCase(Locale.ROOT).equals(scheme)
                ? Optional.of(header.substring(space + 1).strip())
                : Optional.empty();
    }
}
