package dev.slipway.paging;

import dev.slipway.refusal.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page a caller asks for.
 *
 * @param limit entries at most, 1 to {@value #MAX_LIMIT}
 * @param cursor opaque, from the page before; null for the first page
 */
public record PageRequest(int limit, @Nullable String cursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Refusal.invalid("/limit", "limit-out-of-range", "Use a limit from 1 to " + MAX_LIMIT + ".");
        }
        if (cursor != null && cursor.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid("/cursor", "invalid-cursor", "Use the cursor of the page before, as it is.");
        }
    }

    public static PageRequest first() {
        return new PageRequest(DEFAULT_LIMIT, null);
    }

    public Optional<String> after() {
        return Optional.ofNullable(cursor);
    }
}
