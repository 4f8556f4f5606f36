package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogStoreTest {

    private static final Instant AT = Instant.parse("2026-11-22T11:24:34.123456Z");

    @TempDir
    private Path folder;

    private final UUID build = UUID.randomUUID();
    private LogStore store = new LogStore(Path.of("unused"), LogLimits.DEFAULT);

    @BeforeEach
    void open() {
        store.close();
        store = new LogStore(folder, LogLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyEventIsThereInOrderWithItsNumber() throws IOException {
        try (LogWriter log = store.write(build)) {
            log.step(AT, 1, "[1/2] RUN echo \"hi\"", "started", 0, 3, null);
            log.output(AT, 1, 1, bytes("hi\n"));
            log.progress(AT, 1, "sha256:ab", 1, 2);
            log.step(AT, 1, "[1/2] RUN echo \"hi\"", "done", 1_200, 3, null);
            log.end(AT, "succeeded");
        }

        List<JsonNode> events = readAll(0);

        assertThat(events).extracting(JsonNode::toString).containsExactly("""
                {"type":"step","at":"2026-11-22T11:24:34.123456Z","step":1,"name":"[1/2] RUN echo \\"hi\\"","state":"started","ms":0,"line":3}""", """
                {"type":"log","at":"2026-11-22T11:24:34.123456Z","step":1,"stream":1,"text":"hi"}""", """
                {"type":"progress","at":"2026-11-22T11:24:34.123456Z","step":1,"id":"sha256:ab","current":1,"total":2}""", """
                {"type":"step","at":"2026-11-22T11:24:34.123456Z","step":1,"name":"[1/2] RUN echo \\"hi\\"","state":"done","ms":1200,"line":3}""", """
                {"type":"build","at":"2026-11-22T11:24:34.123456Z","status":"succeeded"}""");
        assertThat(readAll(3)).hasSize(2);
        assertThat(readAll(99)).isEmpty();
    }

    @Test
    void readingBeginsAtAnyEventOfALongLog() throws IOException {
        try (LogWriter log = store.write(build)) {
            for (int i = 0; i < 5_000; i++) {
                log.output(AT, 1, 1, bytes("line " + i + "\n"));
            }
            log.end(AT, "succeeded");
        }

        for (long offset : List.of(0L, 1L, 511L, 512L, 513L, 2_047L, 4_999L)) {
            try (LogReader reader = store.read(build, offset).orElseThrow()) {
                LogSlice slice = reader.next(1);
                assertThat(slice.offset()).isEqualTo(offset);
                assertThat(events(slice).getFirst().get("text").asString()).isEqualTo("line " + offset);
            }
        }
    }

    @Test
    void aReaderFollowsWhileTheLogGrows() throws Exception {
        LogWriter log = store.write(build);
        try (LogReader reader = store.read(build, 0).orElseThrow()) {
            assertThat(reader.next(10).isEmpty()).isTrue();
            log.output(AT, 1, 1, bytes("first\n"));
            reader.await(Duration.ofSeconds(5));
            LogSlice first = reader.next(10);
            assertThat(events(first)).hasSize(1);
            assertThat(first.ended()).isFalse();

            log.end(AT, "failed");
            reader.await(Duration.ofSeconds(5));
            LogSlice last = reader.next(10);
            assertThat(last.offset()).isEqualTo(1);
            assertThat(last.ended()).isTrue();
        }
    }

    @Test
    void charactersAreWholeAcrossChunksAndWhatIsNoUtf8IsReplaced() throws IOException {
        byte[] text = "grün 🚢\n".getBytes(StandardCharsets.UTF_8);
        try (LogWriter log = store.write(build)) {
            for (byte single : text) {
                log.output(AT, 1, 1, ByteBuffer.wrap(new byte[] {single}));
            }
            log.output(AT, 1, 2, ByteBuffer.wrap(new byte[] {'a', (byte) 0xC3, 'b', (byte) 0xFF, '\n'}));
            log.output(AT, 1, 1, bytes("\u001b[31mred\u001b[0m\ttab\r\n"));
            log.end(AT, "succeeded");
        }

        assertThat(texts()).containsExactly("grün 🚢", "a\uFFFDb\uFFFD", "\u001b[31mred\u001b[0m\ttab");
    }

    @Test
    void linesOfTwoStreamsAndTwoStepsDoNotMix() throws IOException {
        try (LogWriter log = store.write(build)) {
            log.output(AT, 1, 1, bytes("out "));
            log.output(AT, 1, 2, bytes("err "));
            log.output(AT, 2, 1, bytes("other "));
            log.output(AT, 1, 1, bytes("1\n"));
            log.output(AT, 1, 2, bytes("2\n"));
            log.output(AT, 2, 1, bytes("3\n"));
            log.end(AT, "succeeded");
        }

        assertThat(texts()).containsExactly("out 1", "err 2", "other 3");
    }

    @Test
    void aLineWithoutEndAndAVeryLongOneArePartial() throws IOException {
        String long_ = "ü".repeat(40_000);
        try (LogWriter log = store.write(build)) {
            log.output(AT, 1, 1, bytes(long_ + "\n"));
            log.output(AT, 1, 1, bytes("Continue? "));
            log.step(AT, 1, "RUN", "done", 1, 0, null);
            log.end(AT, "succeeded");
        }

        List<JsonNode> lines = readAll(0).stream()
                .filter(event -> event.get("type").asString().equals("log"))
                .toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.stream()
                        .limit(3)
                        .map(line -> line.get("text").asString())
                        .reduce("", String::concat))
                .isEqualTo(long_);
        assertThat(lines).extracting(line -> line.has("partial")).containsExactly(true, true, false, true);
        assertThat(lines.getLast().get("text").asString()).isEqualTo("Continue? ");
    }

    @Test
    void aPromptIsSeenThoughItsLineDoesNotEnd() throws Exception {
        LogWriter log = store.write(build);
        log.output(AT, 1, 1, bytes("Password: "));
        try (LogReader reader = store.read(build, 0).orElseThrow()) {
            reader.await(Duration.ofSeconds(5));
            assertThat(events(reader.next(10)).getFirst().get("text").asString())
                    .isEqualTo("Password: ");
        }
        log.output(AT, 1, 1, bytes("no\n"));
        log.end(AT, "succeeded");

        assertThat(texts()).containsExactly("Password: ", "no");
    }

    @Test
    void aStepsOutputIsKeptByteForByte() throws IOException {
        byte[] output = new byte[300_000];
        new java.util.Random(7).nextBytes(output);
        try (LogWriter log = store.write(build)) {
            for (int i = 0; i < output.length; i += 1_000) {
                log.output(AT, 4, 1, ByteBuffer.wrap(output, i, 1_000));
            }
            log.end(AT, "succeeded");
        }

        assertThat(Files.readAllBytes(store.stepOutput(build, 4).orElseThrow())).isEqualTo(output);
    }

    @Test
    void pastTheLimitTheLastLinesAndTheEndSurvive() throws IOException {
        store.close();
        store = new LogStore(folder, new LogLimits(100_000));
        try (LogWriter log = store.write(build)) {
            for (int i = 0; i < 20_000; i++) {
                log.output(AT, 1, 1, bytes("line %05d\n".formatted(i)));
            }
            log.step(AT, 1, "RUN", "failed", 1, 0, "exit code: 1");
            log.end(AT, "failed");
        }

        List<JsonNode> events = readAll(0);
        List<String> texts = texts();
        assertThat(texts).startsWith("line 00000").endsWith("line 19999").hasSizeLessThan(6_000);
        assertThat(events.stream().filter(event -> event.get("type").asString().equals("warning")))
                .extracting(event -> event.get("detail").asString())
                .hasSize(2)
                .first()
                .asString()
                .contains("reached its limit of 100,000 bytes");
        assertThat(events.getLast().get("status").asString()).isEqualTo("failed");
        assertThat(Files.size(folder.resolve(build.toString()).resolve("events.ndjson")))
                .isLessThan(600_000);
        String raw = Files.readString(store.stepOutput(build, 1).orElseThrow());
        assertThat(raw)
                .startsWith("line 00000\n")
                .contains("bytes left out here")
                .endsWith("line 19999\n");
    }

    @Test
    void aLogThatAKilledWriterLeftIsGoneOnWith() throws IOException {
        LogWriter killed = store.write(build);
        killed.output(AT, 1, 1, bytes("one\ntwo\n"));
        killed.close();
        Path events = folder.resolve(build.toString()).resolve("events.ndjson");
        Files.writeString(events, "{\"type\":\"log\",\"at\":\"20", StandardOpenOption.APPEND);

        assertThat(texts()).containsExactly("one", "two");
        store.seal(build, AT, "interrupted");

        assertThat(readAll(0))
                .hasSize(3)
                .last()
                .extracting(last -> last.get("status").asString())
                .isEqualTo("interrupted");
        try (LogReader reader = store.read(build, 3).orElseThrow()) {
            assertThat(reader.next(10).ended()).isTrue();
        }
    }

    @Test
    void aMillionLinesAreWrittenAndReadInSeconds() throws Exception {
        byte[] chunk = "a line of a build as they mostly are, sixty bytes or so long\n"
                .repeat(100)
                .getBytes(StandardCharsets.UTF_8);
        LogWriter log = store.write(build);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 10_000; i++) {
                log.output(Instant.now(), 1, 1, ByteBuffer.wrap(chunk));
            }
            log.end(AT, "succeeded");
        });
        long begun = System.nanoTime();
        long events = 0;
        try (LogReader reader = store.read(build, 0).orElseThrow()) {
            while (!reader.ended()) {
                LogSlice slice = reader.next(500);
                events += slice.next() - slice.offset();
                if (slice.isEmpty()) {
                    reader.await(Duration.ofSeconds(5));
                }
            }
        }
        writer.join();
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();

        assertThat(events).isEqualTo(1_000_001);
        assertThat(seconds).as("buildctl needs about ten").isLessThan(10);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> texts() throws IOException {
        return readAll(0).stream()
                .filter(event -> event.get("type").asString().equals("log"))
                .map(event -> event.get("text").asString())
                .toList();
    }

    private List<JsonNode> readAll(long offset) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try (LogReader reader = store.read(build, offset).orElseThrow()) {
            for (LogSlice slice = reader.next(100); !slice.isEmpty(); slice = reader.next(100)) {
                events.addAll(events(slice));
            }
        }
        return events;
    }

    private static List<JsonNode> events(LogSlice slice) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        slice.writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
