package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanTest {

    private static final int ROUNDS = 20_000;

    private final Random random = new Random(20261122);

    @Test
    void findsTheLineFeedThatALoopOverSingleBytesFinds() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes();
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            int expected = from;
            while (expected < to && bytes[expected] != '\n') {
                expected++;
            }
            assertThat(Scan.lineFeed(bytes, from, to)).isEqualTo(expected);
        }
    }

    @Test
    void findsTheFirstByteThatJsonEscapesOrThatIsNotAscii() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes();
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            int expected = from;
            while (expected < to
                    && bytes[expected] >= 0x20
                    && bytes[expected] < 0x7F
                    && bytes[expected] != '"'
                    && bytes[expected] != '\\') {
                expected++;
            }
            assertThat(Scan.notPlain(bytes, from, to)).isEqualTo(expected);
        }
    }

    /** Mostly what a log holds, with the neighbours of all limits in between. */
    private byte[] bytes() {
        byte[] limits = {0, 9, 10, 11, 0x1F, 0x20, '!', '"', '#', '[', '\\', ']', 0x7E, 0x7F, (byte) 0x80, (byte) 0xFF};
        byte[] bytes = new byte[1 + random.nextInt(40)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                    random.nextInt(12) == 0 ? limits[random.nextInt(limits.length)] : (byte) ('a' + random.nextInt(26));
        }
        return bytes;
    }
}
