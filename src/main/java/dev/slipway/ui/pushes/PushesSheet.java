package dev.slipway.ui.pushes;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.push.Push;
import dev.slipway.push.PushFilter;
import dev.slipway.ui.kit.Parts;
import java.util.List;
import java.util.Optional;

/** The pushes of a repository or of one image, newest first. */
public final class PushesSheet extends Div {

    private static final long serialVersionUID = 1L;

    private final Span count = Parts.text("count", "0");
    private final Div empty = Parts.div(
            "empty",
            Parts.div(
                    "in",
                    Parts.text("strong", "Not pushed anywhere yet"),
                    Parts.text(
                            "t2",
                            "A push copies the image to another registry as it is, layer by layer; nothing is built again.")));
    private final PushList list;

    private PushesSheet(PushDesk desk, PushFilter filter) {
        this.list = new PushList(desk, filter, this::shown);
        addClassName("sheet");
        add(Parts.div("cardhead", new H2("Pushes"), count), empty, list);
    }

    /** Of all images of a repository. */
    public static PushesSheet of(PushDesk desk, RepositoryName repository) {
        return new PushesSheet(desk, new PushFilter(Optional.of(repository), Optional.empty()));
    }

    /** Of one image. */
    public static PushesSheet of(PushDesk desk, RepositoryName repository, Digest image) {
        return new PushesSheet(desk, new PushFilter(Optional.of(repository), Optional.of(image)));
    }

    private void shown(List<Push> pushes) {
        Parts.setText(count, pushes.size() == PushList.MOST ? PushList.MOST + "+" : Integer.toString(pushes.size()));
        empty.setVisible(pushes.isEmpty());
        list.setVisible(!pushes.isEmpty());
    }
}
