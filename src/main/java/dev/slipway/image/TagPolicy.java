package dev.slipway.image;

import dev.slipway.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a rule says about its tags. See docs/decisions/0037-rules-about-tags.md. */
public sealed interface TagPolicy {

    /** As in JSON and in the table. */
    String kind();

    /** In words, for people who read what somebody did. */
    default String words() {
        return kind();
    }

    /** A tag stays where it is: nobody moves or deletes it, not by retention either, until the rule is gone. */
    record Protection() implements TagPolicy {

        public static final String KIND = "protection";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** A tag, once set, names the same image for ever: it can be deleted, and never names another one. */
    record Immutability() implements TagPolicy {

        public static final String KIND = "immutability";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Tags and images go by themselves. A tag stays when it is among the newest <em>or</em> young enough; one that this says
     * nothing about stays.
     *
     * @param keepNewest how many tags of a repository stay, by their last move
     * @param keepDays how long after its last move a tag stays
     * @param untaggedDays how long an image without a tag stays
     */
    record Retention(Optional<Integer> keepNewest, Optional<Integer> keepDays, Optional<Integer> untaggedDays)
            implements TagPolicy {

        public static final String KIND = "retention";
        public static final int MAX_NEWEST = 10_000;
        public static final int MAX_DAYS = 3_650;

        public Retention {
            requireWithin("/keepNewest", keepNewest, MAX_NEWEST);
            requireWithin("/keepDays", keepDays, MAX_DAYS);
            requireWithin("/untaggedDays", untaggedDays, MAX_DAYS);
            if (keepNewest.isEmpty() && keepDays.isEmpty() && untaggedDays.isEmpty()) {
                throw Refusal.invalid(
                        "/keepNewest",
                        "retention-keeps-nothing",
                        "Say what stays: how many of the newest tags, for how many days, or how long images without a tag.");
            }
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String words() {
            return KIND
                    + keepNewest.map(count -> ", keeps the newest " + count).orElse("")
                    + keepDays.map(days -> ", keeps for " + days + " days").orElse("")
                    + untaggedDays
                            .map(days -> ", images without a tag for " + days + " days")
                            .orElse("");
        }

        boolean isAboutTags() {
            return keepNewest.isPresent() || keepDays.isPresent();
        }

        /** @param rank 0 for the tag that moved last */
        boolean keeps(int rank, Instant movedAt, Instant now) {
            return !isAboutTags()
                    || keepNewest.filter(newest -> rank < newest).isPresent()
                    || keepDays.filter(days -> isYounger(movedAt, days, now)).isPresent();
        }

        boolean keepsUntagged(Instant since, Instant now) {
            return untaggedDays.map(days -> isYounger(since, days, now)).orElse(true);
        }

        private static boolean isYounger(Instant since, int days, Instant now) {
            return since.isAfter(now.minus(Duration.ofDays(days)));
        }

        private static void requireWithin(String pointer, Optional<Integer> value, int most) {
            if (value.filter(number -> number < 1 || number > most).isPresent()) {
                throw Refusal.invalid(
                        pointer, "number-out-of-range", "Use a number from 1 to " + most + ", or leave it out.");
            }
        }
    }
}
