package dev.slipway.ui.kit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step's name taken apart. BuildKit writes {@code [deps 2/4] RUN pip install}; a Dockerfile of one stage has {@code [2/4]},
 * work of BuildKit's own has {@code [internal]} or no bracket.
 *
 * @param lane the stage; {@code prepare} or {@code export} for work around the Dockerfile; {@code image} when the only stage
 *     has no name
 * @param place {@code 2/4}, or empty
 * @param instruction {@code RUN}, {@code COPY} and so on, or empty
 * @param rest what follows it
 */
public record StepName(String lane, String place, String instruction, String rest) {

    public static final String PREPARE = "prepare";
    public static final String EXPORT = "export";
    public static final String ONLY_STAGE = "image";

    private static final Pattern BRACKET = Pattern.compile("^\\[([^\\]]*)]\\s*(.*)$", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("^(?:(.*?)\\s+)?(\\d+/\\d+)$");
    private static final Pattern INSTRUCTION = Pattern.compile("^([A-Z]{2,12})\\b\\s*(.*)$", Pattern.DOTALL);

    public static StepName of(String name) {
        Matcher bracket = BRACKET.matcher(name);
        if (!bracket.matches()) {
            String low = name.toLowerCase(Locale.ROOT);
            boolean export = low.startsWith("export") || low.startsWith("push") || low.startsWith("tag");
            return new StepName(export ? EXPORT : PREPARE, "", "", name);
        }
        String inside = bracket.group(1);
        String rest = bracket.group(2);
        Matcher place = PLACE.matcher(inside);
        if (!place.matches()) {
            return new StepName(PREPARE, "", "", rest.isEmpty() ? inside : rest);
        }
        String stage = place.group(1) == null ? ONLY_STAGE : place.group(1);
        Matcher instruction = INSTRUCTION.matcher(rest);
        return instruction.matches()
                ? new StepName(stage, place.group(2), instruction.group(1), instruction.group(2))
                : new StepName(stage, place.group(2), "", rest);
    }

    public boolean isOfDockerfile() {
        return !place.isEmpty();
    }

    /** {@code deps 2/2}, {@code 2/4} or {@code prepare}. */
    public String where() {
        return !isOfDockerfile() ? lane : lane.equals(ONLY_STAGE) ? place : lane + " " + place;
    }

    /** {@code deps 2/2 RUN pip install}, cut to a line. */
    public String sentence() {
        return where() + " " + label(60);
    }

    /** {@code RUN npm ci}, at most that many characters. */
    public String label(int most) {
        String words = (instruction.isEmpty() ? rest : instruction + " " + rest)
                .replaceAll("\\s+", " ")
                .strip();
        return words.length() <= most ? words : words.substring(0, most - 1) + "…";
    }
}
