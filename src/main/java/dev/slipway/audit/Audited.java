package dev.slipway.audit;

import java.util.Optional;
import java.util.UUID;

/**
 * News that somebody did something: {@code news.publishEvent(seat.did(AuditAction.TAG_DELETE, "web:1.0", "was sha256:…"))}
 * with an {@code ApplicationEventPublisher}, in the transaction of the change itself, so that both happen or neither.
 *
 * @param workspace empty where {@link AuditAction#reach()} is not one workspace
 * @param subject what it was done to, by name; longer text is cut
 * @param detail what else an owner wants to know, possibly empty; never a secret; longer text is cut
 */
public record Audited(AuditActor actor, AuditAction action, Optional<UUID> workspace, String subject, String detail) {

    public static final int MAX_SUBJECT = 300;
    public static final int MAX_DETAIL = 500;

    public Audited {
        subject = fitted(subject, MAX_SUBJECT);
        detail = fitted(detail, MAX_DETAIL);
    }

    /** The same in the trail of a workspace. */
    public Audited in(UUID place) {
        return new Audited(actor, action, Optional.of(place), subject, detail);
    }

    /** Names may come from a stranger: no line breaks, no NUL, no half of a surrogate pair at the end. */
    private static String fitted(String text, int limit) {
        String plain = text.codePoints()
                .map(each -> Character.isISOControl(each) ? ' ' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (plain.length() <= limit) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return plain.substring(0, end) + "…";
    }
}
