package dev.slipway.registry.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Status line and headers (RFC 9112), within limits that no honest server reaches. */
record AnswerHead(int status, boolean persistent, HttpHeaders headers) {

    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEADERS = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.(?<minor>[01]) (?<status>[1-5][0-9]{2})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** The next head that is not a 1xx. */
    static AnswerHead read(InputStream in) throws IOException {
        for (int i = 0; i < 10; i++) {
            AnswerHead head = readOne(in);
            if (head.status >= 200) {
                return head;
            }
        }
        throw new IOException("the server sent 1xx answers only");
    }

    private static AnswerHead readOne(InputStream in) throws IOException {
        Matcher status = STATUS.matcher(line(in));
        if (!status.matches()) {
            throw new IOException("the server does not speak HTTP/1.1");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        int count = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("a header of the answer has no name");
            }
            if (++count > MAX_HEADERS) {
                throw new IOException("the answer has more than " + MAX_HEADERS + " headers");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
        String connection = all.firstValue("connection").orElse("").toLowerCase(Locale.ROOT);
        boolean persistent =
                status.group("minor").equals("1") ? !connection.contains("close") : connection.contains("keep-alive");
        return new AnswerHead(Integer.parseInt(status.group("status")), persistent, all);
    }

    boolean isChunked() {
        return headers.firstValue("transfer-encoding")
                .map(coding -> coding.toLowerCase(Locale.ROOT).strip().endsWith("chunked"))
                .orElse(false);
    }

    /** Bytes of the body; empty when it ends with the connection, or when it is chunked. */
    OptionalLong length() throws IOException {
        List<String> lengths =
                headers.allValues("content-length").stream().distinct().toList();
        if (lengths.isEmpty() || isChunked()) {
            return OptionalLong.empty();
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
            throw new IOException("the answer's Content-Length is none");
        }
        return OptionalLong.of(Long.parseLong(lengths.getFirst()));
    }

    /** One line without its end. */
    static String line(InputStream in) throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server hung up before it had answered");
            }
            if (next == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.ISO_8859_1);
            }
            if (length == MAX_LINE) {
                throw new IOException("a line of the answer is longer than " + MAX_LINE + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) next;
        }
    }
}
