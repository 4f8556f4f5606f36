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
import java.util.function.Consumer;

/** The pushes of a repository or of one image, newest first. */
public final class PushesPanel extends Div {

    private static final long serialVersionUID = 1L;

    private final Div empty = Parts.div(
            "empty",
            Parts.div(
                    "in",
                    Parts.text("strong", "Not pushed anywhere yet"),
                    Parts.text(
                            "t2",
                            "A push copies the image to another registry as it is, layer by layer; nothing is built again.")));
    private final PushList list;
    private transient Consumer<String> counted = count -> {};

    private PushesPanel(PushDesk desk, PushFilter filter) {
        this.list = new PushList(desk, filter, this::shown);
        add(empty, list);
    }

    /** Of all images of a repository. */
    public static PushesPanel of(PushDesk desk, RepositoryName repository) {
        return new PushesPanel(desk, new PushFilter(Optional.of(repository), Optional.empty()));
    }

    /** Of one image, under a heading. */
    public static Div sheet(PushDesk desk, RepositoryName repository, Digest image) {
        PushesPanel panel = new PushesPanel(desk, new PushFilter(Optional.of(repository), Optional.of(image)));
        Span count = Parts.text("count", "0");
        panel.whenCounted(now -> Parts.setText(count, now));
        return Parts.div("sheet", Parts.div("cardhead", new H2("Pushes"), count), panel);
    }

    /** Tells how many there are, whenever they were looked at; {@code 30+} when some are not shown. */
    public void whenCounted(Consumer<String> listener) {
        counted = listener;
    }

    private void shown(List<Push> pushes) {
        counted.accept(pushes.size() == PushList.MOST ? PushList.MOST + "+" : Integer.toString(pushes.size()));
        empty.setVisible(pushes.isEmpty());
        list.setVisible(!pushes.isEmpty());
    }
}
