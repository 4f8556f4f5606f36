package dev.slipway.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the cursor of the following page, null on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /** A list that fits into one page. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }

    /**
     * The page that {@code request} asks for.
     *
     * @param found in order, from the cursor on, up to one entry more than the limit: that one tells that there is a next page
     * @param cursor what {@link PageRequest#after} finds an entry's followers by
     */
    public static <T> Page<T> of(List<T> found, PageRequest request, Function<? super T, String> cursor) {
        if (found.size() <= request.limit()) {
            return whole(found);
        }
        List<T> shown = found.subList(0, request.limit());
        return new Page<>(shown, cursor.apply(shown.getLast()));
    }

    public <R> Page<R> map(Function<? super T, R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), next);
    }
}
