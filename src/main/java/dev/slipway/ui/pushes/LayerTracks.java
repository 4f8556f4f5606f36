package dev.slipway.ui.pushes;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.slipway.push.LayerState;
import dev.slipway.push.Push;
import dev.slipway.push.PushLayer;
import dev.slipway.push.PushStatus;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a push's layers; those that need no look of their own are folded into one. */
final class LayerTracks extends Div {

    private static final long serialVersionUID = 1L;

    private transient List<PushLayer> shown = List.of();
    private transient @Nullable PushStatus status;

    void show(Push push) {
        if (push.layers().equals(shown) && push.status() == status) {
            return;
        }
        shown = push.layers();
        status = push.status();
        removeAll();
        boolean over = push.status().isFinal();
        folded(push, LayerState.PRESENT, "present", Mark.CACHED);
        folded(push, LayerState.MOUNTED, "mounted", Mark.CACHED);
        for (PushLayer layer : push.layers()) {
            switch (layer.state()) {
                case DONE -> add(row(layer.digest().shortHex(), layer.size(), 100, "done", Mark.OK, "done"));
                case SENDING ->
                    add(row(
                            layer.digest().shortHex(),
                            layer.size(),
                            percent(layer),
                            "",
                            Mark.RUN,
                            Words.size(layer.sent())));
                case WAITING -> {
                    if (layer.sent() > 0) {
                        add(stopped(push, layer));
                    }
                }
                case PRESENT, MOUNTED -> {}
            }
        }
        List<PushLayer> waiting = push.layers().stream()
                .filter(layer -> layer.state() == LayerState.WAITING && layer.sent() == 0)
                .toList();
        if (!waiting.isEmpty()) {
            add(row(name(waiting), size(waiting), 0, "", Mark.WAIT, over ? "not sent" : "waiting"));
        }
    }

    private static Div stopped(Push push, PushLayer layer) {
        boolean failed = push.status() == PushStatus.FAILED;
        return row(
                layer.digest().shortHex(),
                layer.size(),
                percent(layer),
                failed ? "fail" : "",
                failed ? Mark.FAIL : Mark.CANCELLED,
                push.status().isFinal() ? "stopped" : "waiting");
    }

    private void folded(Push push, LayerState state, String word, Mark mark) {
        List<PushLayer> layers = new ArrayList<>(push.layers());
        layers.removeIf(layer -> layer.state() != state);
        if (!layers.isEmpty()) {
            add(row(name(layers), size(layers), 0, "present", mark, word));
        }
    }

    private static Div row(String name, long size, int percent, String track, Mark mark, String word) {
        Div bar = Parts.div("ptrack " + track);
        Element filled = new Element("i");
        filled.getStyle().set("width", percent + "%");
        bar.getElement().appendChild(filled);
        bar.getElement().setAttribute("role", "progressbar");
        bar.getElement().setAttribute("aria-label", name + ": " + word);
        bar.getElement().setAttribute("aria-valuenow", Integer.toString(percent));
        return Parts.div(
                "lay", Parts.text("mono ell", name), bar, new Span(Words.size(size)), Parts.status(mark, word));
    }

    private static String name(List<PushLayer> layers) {
        return layers.size() == 1 ? layers.getFirst().digest().shortHex() : layers.size() + " layers";
    }

    private static long size(List<PushLayer> layers) {
        return layers.stream().mapToLong(PushLayer::size).sum();
    }

    private static int percent(PushLayer layer) {
        return layer.size() == 0 ? 100 : (int) (100 * layer.sent() / layer.size());
    }
}
