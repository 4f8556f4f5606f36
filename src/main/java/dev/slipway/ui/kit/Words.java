package dev.slipway.ui.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How Slipway writes sizes, durations and times. */
public final class Words {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK_SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private Words() {}

    /** {@code 61.4 MB}: decimal, with one digit after the point from a megabyte on and below ten kilobytes. */
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        boolean point = unit > 1 || (unit == 1 && value < 9.95);
        return point
                ? String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit])
                : String.format(Locale.ROOT, "%.0f %s", value, UNITS[unit]);
    }

    /** A step's time: {@code 9.4 s}, from a minute {@code 1:48}. */
    public static String stepTime(Duration time) {
        if (time.toMillis() < 50) {
            return "0 s";
        }
        return time.toMillis() < 59_950
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : minutes(time);
    }

    /** A build's time: {@code 38 s}, from a minute {@code 1:48}, from an hour {@code 1:02:00}. */
    public static String buildTime(Duration time) {
        return time.toMillis() < 59_500
                ? String.format(Locale.ROOT, "%.0f s", time.toMillis() / 1000.0)
                : minutes(time);
    }

    private static String minutes(Duration time) {
        long seconds = Math.round(time.toMillis() / 1000.0);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code now}, {@code 3 min ago}, {@code 4 h ago}, {@code yesterday}, {@code 5 days ago}, then the date. */
    public static String ago(Instant instant, Instant now, ZoneId zone) {
        Duration since = Duration.between(instant, now);
        long days = daysBetween(instant, now, zone);
        if (since.toSeconds() < 60) {
            return "now";
        } else if (since.toMinutes() < 60) {
            return since.toMinutes() + " min ago";
        } else if (days == 0 || since.toHours() < 12) {
            return since.toHours() + " h ago";
        } else if (days == 1) {
            return "yesterday";
        } else if (days < 15) {
            return days + " days ago";
        }
        return DATE.format(instant.atZone(zone));
    }

    /** {@code today 14:02}, {@code yesterday 14:02}, then the date. */
    public static String when(Instant instant, Instant now, ZoneId zone) {
        return day(instant, now, zone, "today ") + CLOCK.format(instant.atZone(zone));
    }

    /** As {@link #when}, to the second. */
    public static String whenExactly(Instant instant, Instant now, ZoneId zone) {
        return day(instant, now, zone, "today ") + CLOCK_SECONDS.format(instant.atZone(zone));
    }

    /** For a column of times: {@code 14:02} today, {@code yesterday}, then the date. */
    public static String whenShort(Instant instant, Instant now, ZoneId zone) {
        long days = daysBetween(instant, now, zone);
        return switch ((int) Math.min(days, 2)) {
            case 0 -> CLOCK.format(instant.atZone(zone));
            case 1 -> "yesterday";
            default -> DATE.format(instant.atZone(zone));
        };
    }

    /** The exact instant, for a tooltip. */
    public static String exact(Instant instant, ZoneId zone) {
        return EXACT.format(instant.atZone(zone));
    }

    /** {@code 1 file}, {@code 2 files}. */
    public static String count(long number, String one) {
        return number == 1 ? "1 " + one : String.format(Locale.ENGLISH, "%,d %ss", number, one);
    }

    /** {@code sha256:4be1d07c…a93f}. */
    public static String shortDigest(String digest) {
        int colon = digest.indexOf(':');
        return digest.length() - colon < 16
                ? digest
                : digest.substring(0, colon + 9) + "…" + digest.substring(digest.length() - 4);
    }

    /** The first seven digits of a commit. */
    public static String shortRevision(String revision) {
        return revision.length() > 7 ? revision.substring(0, 7) : revision;
    }

    private static String day(Instant instant, Instant now, ZoneId zone, String today) {
        boolean later =
                instant.atZone(zone).toLocalDate().isAfter(now.atZone(zone).toLocalDate());
        long days = later ? 2 : daysBetween(instant, now, zone);
        return switch ((int) Math.min(days, 2)) {
            case 0 -> today;
            case 1 -> "yesterday ";
            default -> DATE.format(instant.atZone(zone)) + " ";
        };
    }

    private static long daysBetween(Instant instant, Instant now, ZoneId zone) {
        LocalDate then = instant.atZone(zone).toLocalDate();
        return Math.max(0, now.atZone(zone).toLocalDate().toEpochDay() - then.toEpochDay());
    }
}
