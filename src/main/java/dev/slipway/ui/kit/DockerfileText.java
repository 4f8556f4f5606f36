package dev.slipway.ui.kit;

import com.vaadin.flow.component.html.Div;
import dev.slipway.build.Build;
import dev.slipway.build.LineRange;
import dev.slipway.project.EntryKind;
import dev.slipway.project.FilePath;
import dev.slipway.project.ProjectFiles;
import dev.slipway.project.ProjectLimits;
import dev.slipway.project.StoredFile;
import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A build's Dockerfile as it was in the build's commit, with line numbers; the lines that failed are marked. */
public final class DockerfileText extends Div {

    private static final long serialVersionUID = 1L;

    private static final int MAX_BYTES = 1_000_000;

    private final transient ProjectFiles files;
    private final transient ProjectLimits limits;

    public DockerfileText(ProjectFiles files, ProjectLimits limits) {
        this.files = files;
        this.limits = limits;
        addClassName("source");
        getElement()
                .setAttribute("tabindex", "0")
                .setAttribute("role", "region")
                .setAttribute("aria-label", "Dockerfile");
    }

    /** The file of a build never changes: it is read once. */
    public void show(Build build) {
        if (getComponentCount() > 0) {
            return;
        }
        Set<Integer> failed = new HashSet<>();
        build.error().ifPresent(error -> error.ranges().forEach(range -> addLines(range, failed)));
        int number = 0;
        for (String line : read(build).split("\n", -1)) {
            number++;
            Div row = Parts.div("sourceline", Parts.text("n", Integer.toString(number)), Parts.text("", line));
            if (failed.contains(number)) {
                row.addClassName("err");
            }
            add(row);
        }
    }

    /** Scrolls to a line, counted from 1. */
    public void showLine(int line) {
        getElement().executeJs("this.children[$0]?.scrollIntoView({block: 'center'})", line - 1);
    }

    private static void addLines(LineRange range, Set<Integer> lines) {
        for (int line = range.startLine(); line <= range.endLine(); line++) {
            lines.add(line);
        }
    }

    private String read(Build build) {
        try {
            StoredFile file = files.read(
                    build.project(),
                    build.revision(),
                    FilePath.of(build.request().dockerfile(), limits));
            if (file.entry().kind() == EntryKind.LINK) {
                return String.format(Locale.ROOT, "%s is a link", file.entry().path());
            }
            try (InputStream content = file.open()) {
                return new String(content.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            }
        } catch (Refusal gone) {
            return "The commit is no longer there: its project was deleted.";
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the Dockerfile of build " + build.number(), e);
        }
    }
}
