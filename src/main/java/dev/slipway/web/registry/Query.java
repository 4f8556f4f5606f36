package dev.slipway.web.registry;

import dev.slipway.web.registry.EdgeException.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string or of a form, read once and strictly: what the store could read otherwise is refused. */
record Query(Map<String, List<String>> values) {

    private static final int MAX_LENGTH = 16 << 10;

    /** @throws EdgeException 400 when it is longer than 16 KiB or not properly encoded */
    static Query parse(@Nullable String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return new Query(values);
        }
        if (text.length() > MAX_LENGTH) {
            throw malformed();
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        }
        return new Query(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** @throws EdgeException 400 when it is there twice */
    Optional<String> one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw EdgeException.of(Code.UNSUPPORTED, 400, "The parameter " + name + " is there more than once.");
        }
        return all.stream().findFirst();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static EdgeException malformed() {
        return EdgeException.of(Code.UNSUPPORTED, 400, "The address has parameters that can't be read.");
    }
}
