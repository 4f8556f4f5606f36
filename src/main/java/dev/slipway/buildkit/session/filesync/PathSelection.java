package dev.slipway.buildkit.session.filesync;

import io.grpc.Metadata;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which paths of a source the daemon wants. It does not look again at what it gets: what is excluded here is what stays
 * at home.
 *
 * @param follow paths to be included with everything that symbolic links on the way point to
 */
record PathSelection(List<String> include, List<String> exclude, List<String> follow) {

    static final PathSelection ALL = new PathSelection(List.of(), List.of(), List.of());

    PathSelection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        follow = List.copyOf(follow);
    }

    static PathSelection of(Metadata headers) {
        return new PathSelection(
                values(headers, "include-patterns"),
                values(headers, "exclude-patterns"),
                values(headers, "followpaths"));
    }

    private static List<String> values(Metadata headers, String name) {
        Iterable<String> raw = headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        List<String> values = new ArrayList<>();
        if (raw != null) {
            boolean encoded =
                    "1".equals(headers.get(Metadata.Key.of(name + "-encoded", Metadata.ASCII_STRING_MARSHALLER)));
            raw.forEach(value -> values.add(encoded ? URLDecoder.decode(value, StandardCharsets.UTF_8) : value));
        }
        return values;
    }
}
