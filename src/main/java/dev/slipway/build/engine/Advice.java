package dev.slipway.build.engine;

import dev.slipway.build.DockerfileCheck;
import dev.slipway.build.DockerfileOutline;
import dev.slipway.build.TextRange;
import dev.slipway.buildkit.gateway.LintReport;
import dev.slipway.buildkit.gateway.Outline;
import dev.slipway.buildkit.gateway.Target;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.SourceRange;
import java.util.List;
import java.util.Optional;

/** Says BuildKit's answers in Slipway's words. */
final class Advice {

    private Advice() {}

    static DockerfileCheck check(LintReport report) {
        return new DockerfileCheck(
                report.warnings().stream().map(Advice::warning).toList(),
                report.error()
                        .map(error -> new DockerfileCheck.Problem(
                                EngineFailures.plain(error.message()), ranges(error.location()))));
    }

    /** BuildKit could not even begin, for want of a file for instance. */
    static DockerfileCheck check(SolveFailedException failure) {
        return new DockerfileCheck(
                List.of(),
                Optional.of(new DockerfileCheck.Problem(
                        EngineFailures.plain(failure.failure().message()),
                        ranges(failure.sources().stream().findFirst()))));
    }

    static DockerfileOutline outline(List<Target> targets, Outline outline) {
        return new DockerfileOutline(
                targets.stream()
                        .map(target -> new DockerfileOutline.Target(
                                target.name(), target.isDefault(), target.description(), target.base()))
                        .toList(),
                outline.arguments().stream()
                        .map(argument -> new DockerfileOutline.Argument(
                                argument.name(), argument.description(), argument.value()))
                        .toList(),
                mounts(outline.secrets()),
                mounts(outline.ssh()));
    }

    private static List<DockerfileOutline.Mount> mounts(List<Outline.Mount> mounts) {
        return mounts.stream()
                .map(mount -> new DockerfileOutline.Mount(mount.name(), mount.required()))
                .toList();
    }

    private static DockerfileCheck.Warning warning(LintReport.Warning warning) {
        return new DockerfileCheck.Warning(
                warning.rule(), warning.description(), warning.url(), warning.detail(), ranges(warning.location()));
    }

    /** BuildKit means whole lines. */
    private static List<TextRange> ranges(Optional<SourceLocation> location) {
        return location.stream()
                .flatMap(place -> {
                    List<String> lines = place.text().lines().toList();
                    return place.lines().stream().map(range -> range(range, lines));
                })
                .toList();
    }

    private static TextRange range(SourceRange range, List<String> lines) {
        int end = range.lastLine() <= lines.size()
                ? lines.get(range.lastLine() - 1).length()
                : 0;
        return new TextRange(range.firstLine(), 1, range.lastLine(), end + 1);
    }
}
