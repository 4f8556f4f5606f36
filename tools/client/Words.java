package client;

/** Texts as a terminal shows them. */
public final class Words {

    private Words() {}

    public static String size(long bytes) {
        return bytes < 1_000_000 ? "%.1f kB".formatted(bytes / 1e3) : "%.1f MB".formatted(bytes / 1e6);
    }

    /** What a build printed, without what a terminal would act on. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\t]]", "");
    }
}
