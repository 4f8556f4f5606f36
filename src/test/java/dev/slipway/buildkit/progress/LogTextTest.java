package dev.slipway.buildkit.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.RecordedSolve;
import dev.slipway.buildkit.type.LogStream;
import dev.slipway.buildkit.type.VertexDigest;
import dev.slipway.buildkit.type.VertexLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LogTextTest {

    private static final VertexDigest STEP = new VertexDigest("sha256:a");

    private final LogText text = new LogText();

    @Test
    void aLineEndsWithItsLineFeed() {
        assertThat(texts(accept(LogStream.STDOUT, "one\ntwo\r\n\nthr"))).containsExactly("one", "two", "");
        assertThat(texts(accept(LogStream.STDOUT, "ee\n"))).containsExactly("three");
        assertThat(text.end()).isEmpty();
    }

    @Test
    void theStreamsOfAStepDoNotMix() {
        accept(LogStream.STDOUT, "out");
        assertThat(texts(accept(LogStream.STDERR, "err\n"))).containsExactly("err");
        assertThat(texts(accept(LogStream.STDOUT, "put\n"))).containsExactly("output");
    }

    @Test
    void aLineThatNeverEndsComesInTheEnd() {
        accept(LogStream.STDOUT, "10%\r20%\u001b[0m");

        assertThat(text.end()).singleElement().satisfies(line -> {
            assertThat(line.text()).isEqualTo("10%\r20%\u001b[0m");
            assertThat(line.partial()).isTrue();
        });
    }

    @Test
    void aLongLineComesInPiecesThatMakeItUp() {
        String whole = "a" + "😀".repeat(100_000);

        List<LogText.Line> pieces = accept(LogStream.STDOUT, whole + "\n");

        assertThat(pieces).allSatisfy(piece -> assertThat(piece.text().length()).isLessThan(LogText.MAX_PIECE));
        assertThat(String.join("", texts(pieces))).isEqualTo(whole);
        assertThat(pieces).extracting(LogText.Line::partial).endsWith(true, false);
    }

    @RepeatedTest(50)
    void whereAMessageEndsMakesNoDifference(RepetitionInfo repetition) {
        byte[] output = "ä\n😀 x\r\n\u001b[1mb\u001b[0m\r\n\n€".getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(output, output.length + 2);
        all[output.length] = (byte) 0xFF;
        all[output.length + 1] = (byte) 0xF0;
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + 1 + random.nextInt(4));
            lines.addAll(texts(text.accept(log(LogStream.STDOUT, Arrays.copyOfRange(all, from, to)))));
            from = to;
        }
        lines.addAll(texts(text.end()));

        assertThat(lines).containsExactly("ä", "😀 x", "\u001b[1mb\u001b[0m", "", "€\uFFFD\uFFFD");
    }

    @Test
    void aRecordedBuildThatTormentsItsReaderIsReadWhole() throws IOException {
        List<String> lines = new ArrayList<>();
        RecordedSolve.load(getClass(), "torture")
                .messages()
                .forEach(message -> message.status().logs().forEach(log -> lines.addAll(texts(text.accept(log)))));
        lines.addAll(texts(text.end()));

        assertThat(lines)
                .contains("no end yet", "\u001b[31mred\u001b[0m 10%\r20%\r30%", "last without end", "20000", "error")
                .contains("ä \uFFFD\uFFFD 😀")
                .contains("open");
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("xxx"))
                        .mapToInt(String::length)
                        .sum())
                .isEqualTo(3_000_000);
    }

    private List<LogText.Line> accept(LogStream stream, String output) {
        return text.accept(log(stream, output.getBytes(StandardCharsets.UTF_8)));
    }

    private static VertexLog log(LogStream stream, byte[] bytes) {
        return new VertexLog(STEP, Instant.EPOCH, stream, ByteBuffer.wrap(bytes));
    }

    private static List<String> texts(List<LogText.Line> lines) {
        return lines.stream().map(LogText.Line::text).toList();
    }
}
