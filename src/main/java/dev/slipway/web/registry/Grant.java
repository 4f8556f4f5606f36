package dev.slipway.web.registry;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One scope of the Docker token specification, {@code repository:acme/app:pull,push}.
 *
 * @param type {@code repository} or {@code registry}
 */
record Grant(String type, String name, Set<String> actions) {

    static final String PULL = "pull";
    static final String PUSH = "push";
    static final String DELETE = "delete";
    static final Grant CATALOG = new Grant("registry", "catalog", Set.of("*"));

    Grant {
        actions = Set.copyOf(actions);
    }

    static Grant of(ImageName name, String... actions) {
        return new Grant("repository", name.toString(), new LinkedHashSet<>(List.of(actions)));
    }

    /** Empty when it is not {@code type:name:action,…}. */
    static Optional<Grant> parse(String scope) {
        int first = scope.indexOf(':');
        int last = scope.lastIndexOf(':');
        if (first < 0 || first == last) {
            return Optional.empty();
        }
        Set<String> actions =
                new LinkedHashSet<>(Arrays.asList(scope.substring(last + 1).split(",", -1)));
        return Optional.of(new Grant(scope.substring(0, first), scope.substring(first + 1, last), actions));
    }

    boolean covers(Grant needed) {
        return type.equals(needed.type) && name.equals(needed.name) && actions.containsAll(needed.actions);
    }

    @Override
    public String toString() {
        return type + ":" + name + ":"
                + String.join(",", actions.stream().sorted().toList());
    }
}
