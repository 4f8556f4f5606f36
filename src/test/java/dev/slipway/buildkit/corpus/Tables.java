package dev.slipway.buildkit.corpus;

import dev.slipway.buildkit.gateway.LintReport;
import dev.slipway.buildkit.gateway.Outline;
import dev.slipway.buildkit.gateway.Target;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.SourceRange;
import java.util.Comparator;
import java.util.List;

/** Prints answers of a frontend as BuildKit does; the width of columns is not kept. */
final class Tables {

    private Tables() {}

    static String of(LintReport report) {
        StringBuilder text = new StringBuilder();
        report.warnings().stream()
                .sorted(Comparator.comparingInt(Tables::line))
                .forEach(warning -> text.append("\nWARNING: %s%s\n%s\n"
                                .formatted(
                                        warning.rule(),
                                        warning.url().isEmpty() ? "" : " - " + warning.url(),
                                        warning.detail()))
                        .append(warning.location().map(Excerpt::of).orElse("")));
        return text.toString();
    }

    static String of(Outline outline) {
        StringBuilder text = new StringBuilder();
        if (!outline.name().isEmpty() || !outline.description().isEmpty()) {
            text.append("TARGET: ")
                    .append(outline.name().isEmpty() ? "(default)" : outline.name())
                    .append('\n');
            if (!outline.description().isEmpty()) {
                text.append("DESCRIPTION: ").append(outline.description()).append('\n');
            }
        }
        if (!outline.arguments().isEmpty()) {
            text.append("BUILD ARG VALUE DESCRIPTION\n");
            outline.arguments()
                    .forEach(argument -> text.append(
                            "%s %s %s\n".formatted(argument.name(), argument.value(), argument.description())));
        }
        mounts(text, "SECRET", outline.secrets());
        mounts(text, "SSH", outline.ssh());
        return text.toString();
    }

    static String of(List<Target> targets) {
        StringBuilder text = new StringBuilder("TARGET DESCRIPTION\n");
        targets.forEach(target -> text.append(
                "%s %s %s\n".formatted(target.name(), target.isDefault() ? "(default)" : "", target.description())));
        return text.toString();
    }

    /** Tables with columns of any width become alike. */
    static String narrowed(String table) {
        return table.replaceAll("[ \t]+", " ")
                .replaceAll("(?m)^ | $", "")
                .replaceAll("\n+", "\n")
                .strip();
    }

    private static void mounts(StringBuilder text, String title, List<Outline.Mount> mounts) {
        if (!mounts.isEmpty()) {
            text.append(title).append(" REQUIRED\n");
            mounts.forEach(mount -> text.append("%s %s\n".formatted(mount.name(), mount.required() ? "true" : "")));
        }
    }

    private static int line(LintReport.Warning warning) {
        return warning.location().map(SourceLocation::ranges).orElse(List.of()).stream()
                .map(SourceRange::firstLine)
                .findFirst()
                .orElse(0);
    }
}
