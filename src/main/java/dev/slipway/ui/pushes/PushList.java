package dev.slipway.ui.pushes;

import com.vaadin.flow.component.html.Div;
import dev.slipway.paging.PageRequest;
import dev.slipway.push.Push;
import dev.slipway.push.PushFilter;
import dev.slipway.push.PushId;
import dev.slipway.ui.kit.Beat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Pushes that are kept up to date while they are looked at: what changes is changed in place. */
final class PushList extends Div {

    private static final long serialVersionUID = 1L;

    static final int MOST = 30;

    private final transient PushDesk desk;
    private final transient PushFilter filter;
    private final transient Consumer<List<Push>> whenShown;
    private final transient Map<PushId, PushCard> cards = new LinkedHashMap<>();

    PushList(PushDesk desk, PushFilter filter, Consumer<List<Push>> whenShown) {
        this.desk = desk;
        this.filter = filter;
        this.whenShown = whenShown;
        addClassNames("stack", "pushes");
        Beat.onNews(
                this,
                this::refresh,
                tick -> desk.news().subscribe(desk.seat().workspace().id(), changed -> tick.run()));
        addAttachListener(attached -> refresh());
    }

    void refresh() {
        List<Push> all = desk.pushes()
                .list(desk.seat().workspace().id(), filter, new PageRequest(MOST, null))
                .items();
        List<PushId> order = all.stream().map(Push::id).toList();
        if (!order.equals(List.copyOf(cards.keySet()))) {
            Map<PushId, PushCard> known = new LinkedHashMap<>(cards);
            cards.clear();
            removeAll();
            for (Push push : all) {
                PushCard card = known.computeIfAbsent(push.id(), id -> new PushCard(desk, push));
                cards.put(push.id(), card);
                add(card);
            }
        }
        all.forEach(push -> Objects.requireNonNull(cards.get(push.id())).show(push));
        whenShown.accept(all);
    }
}
