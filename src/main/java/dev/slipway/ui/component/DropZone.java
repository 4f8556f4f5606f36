package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Takes a folder or an archive that is dropped anywhere on the page or picked by its buttons, and sends it in one request to a project's archive address. A
 * folder is packed as one tar in the browser; an archive goes as it is. Components that are added stand beside the buttons.
 */
@Tag("slip-drop")
@JsModule("./elements/slip-drop.ts")
public class DropZone extends Component implements HasComponents, HasStyle {

    /** A zone for this workspace. Nothing is sent before {@link #send}. */
    public DropZone(String workspace) {
        getElement().setProperty("workspace", workspace);
    }

    /** The two lines of text. */
    public void setText(String title, String hint) {
        getElement().setProperty("caption", title);
        getElement().setProperty("hint", hint);
    }

    /** Opens the browser's dialog for a folder. Browsers allow this only right after a click, best as a click listener in the browser. */
    public void chooseFolder() {
        getElement().callJsFunction("chooseFolder");
    }

    /** Sends what was dropped or picked last to this project, as one commit with this message. */
    public void send(String project, String message) {
        getElement().callJsFunction("send", project, message);
    }

    /** Forgets what was dropped or picked last. */
    public void forget() {
        getElement().callJsFunction("forget");
    }

    /** Something was dropped or picked, and waits for {@link #send} or {@link #forget}. */
    public Registration addPickedListener(ComponentEventListener<PickedEvent> listener) {
        return addListener(PickedEvent.class, listener);
    }

    /** The upload is stored. */
    public Registration addUploadedListener(ComponentEventListener<UploadedEvent> listener) {
        return addListener(UploadedEvent.class, listener);
    }

    /** What waits to be sent. */
    @DomEvent("picked")
    public static class PickedEvent extends ComponentEvent<DropZone> {
        private final String name;
        private final String suggestedProject;
        private final int files;
        private final double bytes;
        private final boolean archive;

        public PickedEvent(
                DropZone source,
                boolean fromClient,
                @EventData("event.detail.name") String name,
                @EventData("event.detail.suggestedProject") String suggestedProject,
                @EventData("event.detail.files") int files,
                @EventData("event.detail.bytes") double bytes,
                @EventData("event.detail.archive") boolean archive) {
            super(source, fromClient);
            this.name = name;
            this.suggestedProject = suggestedProject;
            this.files = files;
            this.bytes = bytes;
            this.archive = archive;
        }

        /** Name of the folder or archive, as the person's machine has it. */
        public String getName() {
            return name;
        }

        /** That name as a project name ({@code a-z 0-9 . _ -}); empty when nothing of it can be used. */
        public String getSuggestedProject() {
            return suggestedProject;
        }

        /** How many files a folder has; 1 for an archive. */
        public int getFiles() {
            return files;
        }

        public long getBytes() {
            return (long) bytes;
        }

        public boolean isArchive() {
            return archive;
        }
    }

    /** The stored commit. */
    @DomEvent("uploaded")
    public static class UploadedEvent extends ComponentEvent<DropZone> {
        private final String project;
        private final String revision;
        private final int files;
        private final double bytes;
        private final List<LeftOut> leftOut;

        public UploadedEvent(
                DropZone source,
                boolean fromClient,
                @EventData("event.detail.project") String project,
                @EventData("event.detail.revision") String revision,
                @EventData("event.detail.files") int files,
                @EventData("event.detail.bytes") double bytes,
                @EventData("event.detail.leftOut") JsonNode leftOut) {
            super(source, fromClient);
            this.project = project;
            this.revision = revision;
            this.files = files;
            this.bytes = bytes;
            this.leftOut = leftOut.valueStream().map(LeftOut::of).toList();
        }

        public String getProject() {
            return project;
        }

        public String getRevision() {
            return revision;
        }

        public int getFiles() {
            return files;
        }

        public long getBytes() {
            return (long) bytes;
        }

        /** What could not be kept, at most the first 100. */
        public List<LeftOut> getLeftOut() {
            return leftOut;
        }
    }

    /** A path that was left out, and why. */
    public record LeftOut(String path, String reason) {
        private static LeftOut of(JsonNode json) {
            return new LeftOut(
                    json.path("path").asString(""), json.path("reason").asString(""));
        }
    }
}
