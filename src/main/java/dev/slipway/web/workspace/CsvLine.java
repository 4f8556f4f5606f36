package dev.slipway.web.workspace;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A line of a CSV file (RFC 4180) whose text no spreadsheet takes for a formula: what would begin one gets an apostrophe in
 * front, which spreadsheets show as text.
 */
final class CsvLine {

    /** The last four are the same signs in full width, which East Asian spreadsheets take as well. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private CsvLine() {}

    static String of(String... fields) {
        return Arrays.stream(fields).map(CsvLine::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(String text) {
        String start = text.stripLeading();
        boolean formula = (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0)
                || (!start.isEmpty() && FORMULA.indexOf(start.charAt(0)) >= 0);
        return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
