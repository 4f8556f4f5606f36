package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A path inside a project that is safe to keep, show and hand out: relative, parts separated by {@code /}, no part {@code .},
 * {@code ..} or {@code .git}, nothing that another system reads as a drive, a share or a control sequence.
 *
 * @param parts at least one
 */
public record FilePath(List<String> parts) {

    static final Comparator<FilePath> ORDER = Comparator.comparing(FilePath::value);

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    /** Characters that HFS+ ignores in names, so that {@code .g<ZWNJ>it} would be {@code .git} there. */
    private static final Pattern IGNORABLE = Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

    public FilePath {
        parts = List.copyOf(parts);
    }

    /**
     * Of a file that a request names.
     *
     * @throws Refusal INVALID, {@code invalid-path} or {@code path-too-long}, with the path and the rule
     */
    public static FilePath of(String text, ProjectLimits limits) {
        FilePath path = parse(text, limits);
        if (path.parts.isEmpty()) {
            throw invalid(text, "is empty");
        }
        if (path.parts.stream().anyMatch(FilePath::isGitFolder)) {
            throw invalid(text, "names a .git folder, which is git's own");
        }
        return path;
    }

    /** As {@link #of}, but may be empty (the top folder) and may hold a {@code .git} part, for archives to leave out. */
    static FilePath parse(String text, ProjectLimits limits) {
        if (text.startsWith("/")) {
            throw invalid(text, "is absolute");
        }
        if (text.indexOf('\\') >= 0) {
            throw invalid(text, "has a backslash, which is a separator on some systems");
        }
        if (DRIVE.matcher(text).matches()) {
            throw invalid(text, "begins with a drive");
        }
        text.codePoints().filter(FilePath::isUnsafe).findFirst().ifPresent(c -> {
            throw invalid(text, "has the character U+%04X, which can't be shown safely".formatted(c));
        });
        if (utf8Length(text) > limits.pathBytes()) {
            throw Refusal.of(
                    Refusal.Kind.INVALID,
                    "path-too-long",
                    "The path \"%s\" is longer than %d bytes.".formatted(shown(text), limits.pathBytes()));
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                throw invalid(text, "leaves the project with \"..\"");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                if (utf8Length(part) > limits.nameBytes()) {
                    throw Refusal.of(
                            Refusal.Kind.INVALID,
                            "name-too-long",
                            "The path \"%s\" has a name longer than %d bytes."
                                    .formatted(shown(text), limits.nameBytes()));
                }
                parts.add(part);
            }
        }
        if (parts.size() > limits.depth()) {
            throw Refusal.of(
                    Refusal.Kind.INVALID,
                    "path-too-deep",
                    "The path \"%s\" has more than %d levels.".formatted(shown(text), limits.depth()));
        }
        return new FilePath(parts);
    }

    public String value() {
        return String.join("/", parts);
    }

    public String name() {
        return parts.getLast();
    }

    @Override
    public String toString() {
        return value();
    }

    /** Whether git, on any system, could take a folder or file of this name for its own {@code .git}. */
    static boolean isGitFolder(String name) {
        String plain = IGNORABLE.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        int end = plain.length();
        while (end > 1 && (plain.charAt(end - 1) == '.' || plain.charAt(end - 1) == ' ')) {
            end--;
        }
        plain = plain.substring(0, end);
        return plain.equals(".git") || plain.equals("git~1") || plain.startsWith(".git::");
    }

    /** The text made fit for a message: control characters replaced, cut after 200 characters. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(200).forEach(c -> shown.appendCodePoint(isUnsafe(c) ? '?' : c));
        return shown.length() < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // Bidirectional embeddings, overrides and isolates turn a name around on the screen.
            default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFFFD;
        };
    }

    private static int utf8Length(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            return bytes.remaining();
        } catch (CharacterCodingException e) {
            throw invalid(text, "isn't Unicode text").causedBy(e);
        }
    }

    private static Refusal invalid(String text, String why) {
        return Refusal.of(Refusal.Kind.INVALID, "invalid-path", "The path \"%s\" %s.".formatted(shown(text), why));
    }
}
