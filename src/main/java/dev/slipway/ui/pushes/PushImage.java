package dev.slipway.ui.pushes;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.select.Select;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.oci.Digest;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import java.util.List;
import java.util.Optional;

/**
 * The button in a page's head that begins a push. It is there for everybody; where it is off, it says why. A workspace without a
 * credential is no reason: some registries want none, and the dialog offers to add one.
 */
public final class PushImage {

    private PushImage() {}

    /**
     * Of a repository; with several tags it is asked which one.
     *
     * @param tags newest first
     * @param chosen what the page shows, and so what is offered first
     */
    public static Component ofRepository(
            PushDesk desk, RepositoryName repository, List<Tag> tags, Optional<Tag> chosen) {
        Button begin = Parts.primary(Glyph.UPLOAD, "Push image");
        begin.addClickListener(click -> askWhich(desk, repository, tags, chosen));
        return tags.isEmpty() && desk.mayPush()
                ? Parts.off(begin, "There is no tagged image to push.")
                : ifAllowed(desk, begin);
    }

    /** @param tag suggested for the destination; empty for an image without one */
    public static Component ofImage(PushDesk desk, RepositoryName repository, Digest image, Optional<String> tag) {
        Button begin = Parts.primary(Glyph.UPLOAD, "Push image");
        begin.addClickListener(click -> open(desk, repository, image, tag.orElse("latest")));
        return ifAllowed(desk, begin);
    }

    private static Component ifAllowed(PushDesk desk, Button begin) {
        return desk.mayPush() ? begin : Parts.off(begin, "Pushing needs the role developer.");
    }

    private static void askWhich(PushDesk desk, RepositoryName repository, List<Tag> tags, Optional<Tag> chosen) {
        if (tags.size() == 1) {
            open(desk, repository, tags.getFirst());
            return;
        }
        Select<Tag> which = new Select<>();
        which.setLabel("Tag");
        which.setItems(tags);
        which.setItemLabelGenerator(tag -> tag.name().value());
        which.setValue(chosen.orElse(tags.getFirst()));
        which.setWidthFull();
        new Ask(
                        "Push an image of " + repository,
                        "Choose destinations",
                        () -> open(desk, repository, which.getValue()),
                        which)
                .open();
    }

    private static void open(PushDesk desk, RepositoryName repository, Tag tag) {
        open(desk, repository, tag.digest(), tag.name().value());
    }

    private static void open(PushDesk desk, RepositoryName repository, Digest image, String tag) {
        new PushDialog(desk, repository, image, repository + ":" + tag, tag).open();
    }
}
