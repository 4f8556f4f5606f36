package dev.slipway.ui.pushes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.oci.Digest;
import dev.slipway.push.Push;
import dev.slipway.push.PushFilter;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import java.util.List;
import java.util.Optional;

/** The pushes of a repository or of one image, newest first, with the button that begins one. */
public final class PushesSheet extends Div {

    private static final long serialVersionUID = 1L;

    private final transient PushDesk desk;
    private final transient RepositoryName repository;
    private final Span count = Parts.text("count", "0");
    private final Div empty;
    private final PushList list;

    private PushesSheet(PushDesk desk, RepositoryName repository, PushFilter filter, Button begin) {
        this.desk = desk;
        this.repository = repository;
        this.list = new PushList(desk, filter, this::shown);
        this.empty = Parts.div(
                "empty",
                Parts.div(
                        "in",
                        Parts.text("strong", "Not pushed anywhere yet"),
                        Parts.text(
                                "t2",
                                "A push copies the image to another registry as it is, layer by layer; nothing is built again.")));
        addClassName("sheet");
        Div head = Parts.div("cardhead", new H2("Pushes"), count, Parts.filler());
        if (!desk.mayPush()) {
            begin.setEnabled(false);
            String reason = "Pushing needs the role developer.";
            begin.setTooltipText(reason);
            head.add(Parts.text("small t3", reason));
        }
        head.add(begin);
        add(head, empty, list);
    }

    /** Of all images of a repository; which one to push is asked. */
    public static PushesSheet of(PushDesk desk, RepositoryName repository, List<Tag> tags) {
        Button begin = Parts.primary(Glyph.UPLOAD, "Push image");
        PushesSheet sheet =
                new PushesSheet(desk, repository, new PushFilter(Optional.of(repository), Optional.empty()), begin);
        begin.addClickListener(click -> sheet.askWhich(tags));
        if (tags.isEmpty()) {
            begin.setEnabled(false);
            begin.setTooltipText("There is no tagged image to push.");
        }
        return sheet;
    }

    /** Of one image. */
    public static PushesSheet of(PushDesk desk, RepositoryName repository, Digest image, Optional<String> tag) {
        Button begin = Parts.primary(Glyph.UPLOAD, "Push image");
        PushesSheet sheet =
                new PushesSheet(desk, repository, new PushFilter(Optional.of(repository), Optional.of(image)), begin);
        begin.addClickListener(click -> sheet.open(image, tag.orElse("latest")));
        return sheet;
    }

    private void askWhich(List<Tag> tags) {
        if (tags.size() == 1) {
            open(tags.getFirst());
            return;
        }
        Select<Tag> which = new Select<>();
        which.setLabel("Image");
        which.setItems(tags);
        which.setItemLabelGenerator(tag -> tag.name().value());
        which.setValue(tags.getFirst());
        which.setWidthFull();
        new Ask("Push an image of " + repository, "Choose destinations", () -> open(which.getValue()), which).open();
    }

    private void open(Tag tag) {
        open(tag.digest(), tag.name().value());
    }

    private void open(Digest image, String tag) {
        new PushDialog(desk, repository, image, repository + ":" + tag, tag).open();
    }

    private void shown(List<Push> pushes) {
        Parts.setText(count, pushes.size() == PushList.MOST ? PushList.MOST + "+" : Integer.toString(pushes.size()));
        empty.setVisible(pushes.isEmpty());
        list.setVisible(!pushes.isEmpty());
    }
}
