package dev.slipway.buildkit.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.buildkit.RecordedSolve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code buildctl} wrote of real builds is what we write of them; {@link SolveRecordingTest} makes the recordings. */
class RecordedSolvesTest {

    static final List<String> NAMES =
            List.of("first", "cached", "failed", "mistaken", "parallel", "cut-off", "groups", "warned", "torture");

    @ParameterizedTest
    @FieldSource("NAMES")
    void rawjsonIsThatOfBuildctl(String name) throws IOException {
        RecordedSolve solve = RecordedSolve.load(getClass(), name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RawJsonProgress progress = new RawJsonProgress(out);

        solve.messages().forEach(message -> progress.accept(message.status()));

        assertThat(lines(timeless(out.toString(StandardCharsets.ISO_8859_1))))
                .containsExactlyElementsOf(lines(timeless(solve.rawjson())));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void plainIsThatOfBuildctl(String name) throws IOException {
        RecordedSolve solve = RecordedSolve.load(getClass(), name);

        assertThat(ours(solve)).containsExactlyElementsOf(buildctls(solve));
    }

    /** Our lines. */
    static List<String> ours(RecordedSolve solve) throws IOException {
        return lines(rounded(plain(solve)));
    }

    /** Those of buildctl. */
    static List<String> buildctls(RecordedSolve solve) {
        return lines(rounded(ofProgress(solve.plain())));
    }

    /** Lets time pass as it passed then: what is written when depends on it. */
    private static String plain(RecordedSolve solve) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong(solve.messages().getFirst().nanos());
        PlainProgress progress = new PlainProgress(out, clock::get);
        for (RecordedSolve.Message message : solve.messages()) {
            long rest = clock.get() + PlainProgress.REST.toNanos();
            for (; rest < message.nanos(); rest += PlainProgress.REST.toNanos()) {
                clock.set(rest);
                progress.refresh();
            }
            clock.set(message.nanos());
            progress.accept(message.status());
        }
        progress.close();
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** Without what buildctl itself says of its trace in the beginning, and of the failure in the end. */
    private static String ofProgress(String output) {
        String text = output.startsWith("time=") ? output.substring(output.indexOf('\n') + 1) : output;
        int excerpt = text.indexOf("\nDockerfile:");
        int error = text.indexOf("\nerror: ");
        int end = excerpt >= 0 ? excerpt : error >= 0 ? error : text.length() - 1;
        return text.substring(0, end + 1);
    }

    /** Nor with the plan by which a daemon could read a warning's source again: it is of no use to a reader. */
    private static String timeless(String json) {
        return json.replaceAll("\"[0-9-]+T[0-9:.]+Z\"", "\"time\"").replaceAll("\"definition\":.*?\\}\\}\\}\\},", "");
    }

    /** Seconds differ by what buildctl's own clock adds. */
    private static String rounded(String plain) {
        return plain.replaceAll("(?m)^(#[0-9]+) [0-9]+\\.[0-9]+ ", "$1 0.0 ")
                .replaceAll("(?m)^[0-9]+\\.[0-9]+ ", "0.0 ")
                .replaceAll("(?m)( done)? [0-9]+\\.[0-9]+s( done)?$", "$1 0.0s$2");
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
