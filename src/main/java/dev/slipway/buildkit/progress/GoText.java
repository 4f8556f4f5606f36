package dev.slipway.buildkit.progress;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Numbers and times as Go writes them. */
final class GoText {

    private static final String UNITS = "kMGTPE";
    private static final long NANOS = 1_000_000_000;

    private GoText() {}

    /** {@code 512B}, {@code 1.50kB}: a decimal unit, two digits behind the point unless it is bytes. */
    static String bytes(long count) {
        double value = count;
        int unit = -1;
        while (Math.abs(value) >= 1000 && unit < UNITS.length() - 1) {
            value /= 1000;
            unit++;
        }
        return unit < 0 ? count + "B" : fixed(value, 2) + UNITS.charAt(unit) + "B";
    }

    /** Seconds with one digit behind the point. */
    static String seconds(Duration duration) {
        return fixed(duration.toNanos() / (double) NANOS, 1);
    }

    /** Seconds in three or four digits, as they stand in front of a line of output, and a space. */
    static byte[] stopwatch(Duration duration) {
        long nanos = duration.toNanos();
        int digits = nanos < 10 * NANOS ? 3 : nanos < 100 * NANOS ? 2 : 1;
        return (fixed(nanos / (double) NANOS, digits) + " ").getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 3339 with as many digits of the second's fraction as it has. */
    static String time(Instant instant) {
        String text = instant.toString();
        int end = text.length() - 1;
        if (text.indexOf('.') > 0) {
            while (text.charAt(end - 1) == '0') {
                end--;
            }
        }
        return text.substring(0, end) + "Z";
    }

    private static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
