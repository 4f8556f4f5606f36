package dev.slipway.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be asked: one challenge of WWW-Authenticate (RFC 9110, 11.6.1).
 *
 * @param scheme in small letters: {@code basic} or {@code bearer}
 * @param parameters by name in small letters
 */
record Challenge(String scheme, Map<String, String> parameters) {

    /** A parameter, or the word that begins the next challenge. */
    private static final Pattern PART = Pattern.compile(
            "\\G[\\s,]*+(?:(?<name>[A-Za-z0-9_-]++)\\s*+=\\s*+(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\"|(?<plain>[^\\s,\"]++))|(?<scheme>[A-Za-z0-9_-]++)(?=\\s|,|$))");

    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        for (String header : headers) {
            Matcher part = PART.matcher(header);
            while (part.find()) {
                if (part.group("scheme") != null) {
                    challenges.add(new Challenge(part.group("scheme").toLowerCase(Locale.ROOT), new LinkedHashMap<>()));
                } else if (!challenges.isEmpty()) {
                    String value = part.group("plain") != null
                            ? part.group("plain")
                            : part.group("quoted").replaceAll("\\\\(.)", "$1");
                    challenges
                            .getLast()
                            .parameters
                            .putIfAbsent(part.group("name").toLowerCase(Locale.ROOT), value);
                }
            }
        }
        return challenges;
    }

    static Optional<Challenge> ofScheme(String scheme, List<Challenge> challenges) {
        return challenges.stream()
                .filter(challenge -> challenge.scheme.equals(scheme))
                .findFirst();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
