package dev.slipway.web.registry;

import dev.slipway.oci.Digest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A blob that lies in a file: the kernel copies it to the socket (Tomcat's sendfile), which is several times as fast as passing
 * it on. Ranges and conditions follow RFC 9110; of several ranges none is honoured, which it allows.
 */
record BlobFile(Path file, Digest digest) {

    private static final Pattern RANGE = Pattern.compile("bytes=(?<first>\\d{0,18})-(?<last>\\d{0,18})");
    private static final String SENDFILE_SUPPORT = "org.apache.tomcat.sendfile.support";
    private static final String SENDFILE_NAME = "org.apache.tomcat.sendfile.filename";
    private static final String SENDFILE_START = "org.apache.tomcat.sendfile.start";
    private static final String SENDFILE_END = "org.apache.tomcat.sendfile.end";

    /** Bytes from {@code start} on, up to but not including {@code end}. */
    record Span(long start, long end) {
        long length() {
            return end - start;
        }
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long size = Files.size(file);
        String tag = "\"" + digest + "\"";
        response.setHeader("Docker-Content-Digest", digest.toString());
        response.setHeader("ETag", tag);
        response.setHeader("Accept-Ranges", "bytes");
        // What a digest names never changes, but who may see it does.
        response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (matches(request.getHeader("If-None-Match"), tag)) {
            response.setStatus(304);
            return;
        }
        response.setContentType("application/octet-stream");
        Optional<String> range = Optional.ofNullable(request.getHeader("Range"))
                .filter(any -> Optional.ofNullable(request.getHeader("If-Range"))
                        .map(tag::equals)
                        .orElse(true));
        Matcher parsed = RANGE.matcher(range.orElse(""));
        if (!parsed.matches() || (parsed.group("first") + parsed.group("last")).isEmpty()) {
            send(new Span(0, size), request, response);
            return;
        }
        Optional<Span> span = span(parsed.group("first"), parsed.group("last"), size);
        if (span.isEmpty()) {
            response.setHeader("Content-Range", "bytes */" + size);
            response.setStatus(416);
            return;
        }
        response.setStatus(206);
        response.setHeader(
                "Content-Range",
                "bytes %d-%d/%d".formatted(span.get().start(), span.get().end() - 1, size));
        send(span.get(), request, response);
    }

    private void send(Span span, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentLengthLong(span.length());
        if (request.getMethod().equals("HEAD") || span.length() == 0) {
            return;
        }
        if (Boolean.TRUE.equals(request.getAttribute(SENDFILE_SUPPORT))) {
            request.setAttribute(SENDFILE_NAME, file.toString());
            request.setAttribute(SENDFILE_START, span.start());
            request.setAttribute(SENDFILE_END, span.end());
        } else {
            copy(span, response);
        }
    }

    /** Under TLS of Tomcat's own and under HTTP/2 there is no sendfile. */
    private void copy(Span span, HttpServletResponse response) throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                WritableByteChannel to = Channels.newChannel(response.getOutputStream())) {
            long at = span.start();
            while (at < span.end()) {
                at += from.transferTo(at, span.end() - at, to);
            }
        }
    }

    /** Empty when nothing of the blob is in it. */
    private static Optional<Span> span(String first, String last, long size) {
        if (first.isEmpty()) {
            long suffix = Math.min(Long.parseLong(last), size);
            return suffix == 0 ? Optional.empty() : Optional.of(new Span(size - suffix, size));
        }
        long start = Long.parseLong(first);
        long end = last.isEmpty() ? size : Math.min(Long.parseLong(last) + 1, size);
        return start < end ? Optional.of(new Span(start, end)) : Optional.empty();
    }

    private static boolean matches(@Nullable String header, String tag) {
        return header != null && (header.strip().equals("*") || header.contains(tag));
    }
}
