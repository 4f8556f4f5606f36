package dev.slipway.web.workspace;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A line of a CSV file (RFC 4180) whose text no spreadsheet takes for a formula: what would begin one gets an apostrophe in
 * front, which spreadsheets show as text.
 */
final class CsvLine {

    /** The last four are the same signs in full width, which East Asian spreadsheets take as well. */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private CsvLine() {}

    static String of(String... fields) {
        return Arrays.stream(fields).map(CsvLine::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(String text) {
        return '"' + (beginsFormula(text) ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }

    /** Spreadsheets pass over blanks of every kind before they look. */
    private static boolean beginsFormula(String text) {
        int first = 0;
        while (first < text.length() && isBlank(text.charAt(first))) {
            first++;
        }
        return first < text.length() && FORMULA.indexOf(text.charAt(first)) >= 0;
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
