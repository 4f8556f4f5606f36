package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Monaco with one tab per open file. Texts, undo histories and drafts live in the browser; the server hears of a file when it is saved. A draft is kept per
 * project, path and base version and survives a reload or a crash.
 */
@Tag("slip-editor")
@JsModule("./elements/slip-editor.ts")
public class CodeEditor extends Component implements HasSize, HasStyle, Focusable<CodeEditor> {

    private final LineNotes notes = new LineNotes();

    /** An editor without files; {@code project} is what drafts are kept under, for instance {@code acme/storefront}. */
    public CodeEditor(String project) {
        getElement().setProperty("project", project);
        getElement().appendChild(notes.getElement());
        Browser.link(notes, "editor", this);
    }

    /** The notes beside the code. */
    public LineNotes notes() {
        return notes;
    }

    /** Opens a file in a new tab, or shows its tab when it is open already; a draft that is newer is taken and told by {@link DirtyEvent}. */
    public void open(OpenFile file) {
        getElement().callJsFunction("open", file);
    }

    /** Takes a new version from the server for a file that is open; unsaved changes to it are given up. */
    public void replace(OpenFile file) {
        getElement().callJsFunction("replace", file);
    }

    /** Closes the tab, and forgets the draft when asked to. */
    public void close(String path, boolean forgetDraft) {
        getElement().callJsFunction("close", path, forgetDraft);
    }

    /** An open file has another path now; text, draft and undo history move with it. */
    public void rename(String from, String to) {
        getElement().callJsFunction("rename", from, to);
    }

    /** Shows the tab and puts the cursor on the line, counted from 1; 0 leaves the cursor where it was. */
    public void show(String path, int line) {
        getElement().callJsFunction("show", path, line);
    }

    /** Asks for a {@link SaveEvent} of each file with unsaved changes; a build does this first. */
    public void saveAll() {
        getElement().callJsFunction("saveAll");
    }

    /** The text of that {@link SaveEvent} is stored: {@code blob} is the file's base from now on, typing that came meanwhile stays unsaved. */
    public void saved(String path, String blob, long version) {
        getElement().callJsFunction("saved", path, blob, (double) version);
    }

    /** Opens two texts side by side, the stored one at the left and the draft at the right; closed by Escape or its button. */
    public void compare(String path, String storedText) {
        getElement().callJsFunction("compare", path, storedText);
    }

    /** Nobody can type; the reason stands in the status bar. An empty reason lets people type again. */
    public void setReadOnly(String reason) {
        getElement().setProperty("readOnlyReason", reason);
    }

    /** Marks the lines of a failed instruction (from 1, both inside) and shows the message on hover. */
    public void markFailed(String path, int firstLine, int lastLine, String message) {
        getElement().callJsFunction("markFailed", path, firstLine, lastLine, message);
    }

    /** Takes away what {@link #markFailed} drew. */
    public void clearFailed() {
        getElement().callJsFunction("clearFailed");
    }

    /** Replaces the server's findings for a file; the browser's own check while typing stands beside them. */
    public void setProblems(String path, List<Problem> problems) {
        getElement().callJsFunction("setProblems", path, problems);
    }

    /** Ctrl+S on a file with changes, or {@link #saveAll}. */
    public Registration addSaveListener(ComponentEventListener<SaveEvent> listener) {
        return addListener(SaveEvent.class, listener);
    }

    /** Ctrl+Enter, or with Shift: without cache. */
    public Registration addBuildListener(ComponentEventListener<BuildEvent> listener) {
        return addListener(BuildEvent.class, listener);
    }

    /** Another tab is shown. */
    public Registration addShownListener(ComponentEventListener<ShownEvent> listener) {
        return addListener(ShownEvent.class, listener);
    }

    /** A tab was closed by hand. */
    public Registration addClosedListener(ComponentEventListener<ClosedEvent> listener) {
        return addListener(ClosedEvent.class, listener);
    }

    /** A file has unsaved changes, or has none any more. */
    public Registration addDirtyListener(ComponentEventListener<DirtyEvent> listener) {
        return addListener(DirtyEvent.class, listener);
    }

    /** The problems of all open files changed; at most twice a second. */
    public Registration addProblemsListener(ComponentEventListener<ProblemsEvent> listener) {
        return addListener(ProblemsEvent.class, listener);
    }

    /** The text of the shown Dockerfile rested for a moment after typing: a good time for the server's check. */
    public Registration addRestedListener(ComponentEventListener<RestedEvent> listener) {
        return addListener(RestedEvent.class, listener);
    }

    /** The button at the right of the tabs that shows and hides the build settings. */
    public Registration addSettingsToggleListener(ComponentEventListener<SettingsToggleEvent> listener) {
        return addListener(SettingsToggleEvent.class, listener);
    }

    /**
     * A file to edit.
     *
     * @param path its path in the project
     * @param text its content
     * @param blob id of the stored version that the text is
     * @param readOnly why nobody can type in it, or empty
     */
    public record OpenFile(String path, String text, String blob, String readOnly) {
        /** A file that can be edited. */
        public static OpenFile of(String path, String text, String blob) {
            return new OpenFile(path, text, blob, "");
        }
    }

    /**
     * A finding in a file; lines and columns count from 1, the end column is behind the last character.
     *
     * @param severity how much it matters
     * @param rule name of the rule, or empty
     * @param url where the rule is explained, or null
     */
    public record Problem(
            int startLine,
            int startColumn,
            int endLine,
            int endColumn,
            Severity severity,
            String message,
            String rule,
            @Nullable String url) {}

    /** How much a problem matters. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    /** A file's text is to be stored. */
    @DomEvent("save")
    public static class SaveEvent extends ComponentEvent<CodeEditor> {
        private final String path;
        private final String text;
        private final String base;
        private final double version;

        public SaveEvent(
                CodeEditor source,
                boolean fromClient,
                @EventData("event.detail.path") String path,
                @EventData("event.detail.text") String text,
                @EventData("event.detail.base") String base,
                @EventData("event.detail.version") double version) {
            super(source, fromClient);
            this.path = path;
            this.text = text;
            this.base = base;
            this.version = version;
        }

        public String getPath() {
            return path;
        }

        public String getText() {
            return text;
        }

        /** Id of the stored version that the text was made from; empty for a file that is not stored yet. */
        public String getBase() {
            return base;
        }

        /** The browser's count of changes, to be handed back to {@link CodeEditor#saved}. */
        public long getVersion() {
            return (long) version;
        }
    }

    /** A build is wanted. */
    @DomEvent("build")
    public static class BuildEvent extends ComponentEvent<CodeEditor> {
        private final boolean withoutCache;

        public BuildEvent(
                CodeEditor source, boolean fromClient, @EventData("event.detail.withoutCache") boolean withoutCache) {
            super(source, fromClient);
            this.withoutCache = withoutCache;
        }

        public boolean isWithoutCache() {
            return withoutCache;
        }
    }

    /** A tab is shown; the path is empty when the last one was closed. */
    @DomEvent("shown")
    public static class ShownEvent extends ComponentEvent<CodeEditor> {
        private final String path;

        public ShownEvent(CodeEditor source, boolean fromClient, @EventData("event.detail.path") String path) {
            super(source, fromClient);
            this.path = path;
        }

        public String getPath() {
            return path;
        }
    }

    /** A tab was closed; its draft, if any, is kept. */
    @DomEvent("closed")
    public static class ClosedEvent extends ComponentEvent<CodeEditor> {
        private final String path;

        public ClosedEvent(CodeEditor source, boolean fromClient, @EventData("event.detail.path") String path) {
            super(source, fromClient);
            this.path = path;
        }

        public String getPath() {
            return path;
        }
    }

    /** Whether a file has unsaved changes. */
    @DomEvent("dirty")
    public static class DirtyEvent extends ComponentEvent<CodeEditor> {
        private final String path;
        private final boolean dirty;
        private final boolean restored;
        private final boolean stale;

        public DirtyEvent(
                CodeEditor source,
                boolean fromClient,
                @EventData("event.detail.path") String path,
                @EventData("event.detail.dirty") boolean dirty,
                @EventData("event.detail.restored") boolean restored,
                @EventData("event.detail.stale") boolean stale) {
            super(source, fromClient);
            this.path = path;
            this.dirty = dirty;
            this.restored = restored;
            this.stale = stale;
        }

        public String getPath() {
            return path;
        }

        public boolean isDirty() {
            return dirty;
        }

        /** The changes come from a draft of an earlier visit. */
        public boolean isRestored() {
            return restored;
        }

        /** That draft was made from an older version than the stored one: saving it will be a conflict. */
        public boolean isStale() {
            return stale;
        }
    }

    /** All problems of the open files, the browser's and the server's. */
    @DomEvent("problems")
    public static class ProblemsEvent extends ComponentEvent<CodeEditor> {
        private final List<FoundProblem> problems;

        public ProblemsEvent(
                CodeEditor source, boolean fromClient, @EventData("event.detail.problems") JsonNode problems) {
            super(source, fromClient);
            this.problems = problems.valueStream().map(FoundProblem::of).toList();
        }

        public List<FoundProblem> getProblems() {
            return problems;
        }
    }

    /** A problem and the file it is in. */
    public record FoundProblem(String path, int line, int column, Severity severity, String message, String rule) {
        private static FoundProblem of(JsonNode json) {
            return new FoundProblem(
                    json.path("path").asString(""),
                    json.path("line").asInt(1),
                    json.path("column").asInt(1),
                    Severity.valueOf(json.path("severity").asString("INFO")),
                    json.path("message").asString(""),
                    json.path("rule").asString(""));
        }
    }

    /** The text to check, unsaved changes included. */
    @DomEvent("rested")
    public static class RestedEvent extends ComponentEvent<CodeEditor> {
        private final String path;
        private final String text;

        public RestedEvent(
                CodeEditor source,
                boolean fromClient,
                @EventData("event.detail.path") String path,
                @EventData("event.detail.text") String text) {
            super(source, fromClient);
            this.path = path;
            this.text = text;
        }

        public String getPath() {
            return path;
        }

        public String getText() {
            return text;
        }
    }

    /** The settings are to be shown or hidden. */
    @DomEvent("settings-toggle")
    public static class SettingsToggleEvent extends ComponentEvent<CodeEditor> {
        public SettingsToggleEvent(CodeEditor source, boolean fromClient) {
            super(source, fromClient);
        }
    }
}
