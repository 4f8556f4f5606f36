package dev.slipway.web.project;

import dev.slipway.project.BlobId;
import dev.slipway.project.Expected;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;

/** {@code If-Match} and {@code If-None-Match: *} of a write (RFC 9110, 13.1). */
final class Preconditions {

    private Preconditions() {}

    static Expected of(HttpServletRequest request) {
        String match = request.getHeader(HttpHeaders.IF_MATCH);
        if (match != null) {
            return match.strip().equals("*") ? new Expected.Present() : oneOf(match);
        }
        String noneMatch = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        return noneMatch != null && noneMatch.strip().equals("*") ? Expected.absent() : Expected.anything();
    }

    static String tag(BlobId blob) {
        return "\"" + blob + "\"";
    }

    /** What is no blob's tag matches nothing; so does a weak tag, as the comparison is strong. */
    private static Expected oneOf(String tags) {
        return new Expected.OneOf(Arrays.stream(tags.split(",", -1))
                .map(String::strip)
                .filter(tag -> tag.matches("\"[0-9a-f]{40}\""))
                .map(tag -> new BlobId(tag.substring(1, 41)))
                .collect(Collectors.toSet()));
    }
}
