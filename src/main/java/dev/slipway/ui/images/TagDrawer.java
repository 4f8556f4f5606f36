package dev.slipway.ui.images;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.slipway.image.Tag;
import dev.slipway.image.TagMove;
import dev.slipway.image.TagName;
import dev.slipway.oci.Digest;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What can be done with one tag, and where it has been: every move with who, when and why, and the way back. */
final class TagDrawer extends Aside {

    private static final long serialVersionUID = 1L;

    private final transient Seat seat;
    private final transient Actions actions;

    /** What the page does when somebody asks for it here. */
    interface Actions {
        void protect(Tag tag);

        void unprotect(Tag tag);

        void askToMove(Tag tag);

        void askToDelete(Tag tag);

        void revert(TagName tag, Digest to);

        void closeDrawer();
    }

    TagDrawer(Seat seat, Actions actions) {
        this.seat = seat;
        this.actions = actions;
        addClassName("sheet");
        getElement().setAttribute("aria-label", "History of the chosen tag");
    }

    /** @param tag as it is now; empty when it was deleted */
    void show(TagName name, Optional<Tag> tag, List<TagMove> history) {
        removeAll();
        Button close = Parts.iconButton(Glyph.X, "Close history");
        close.addClickListener(click -> actions.closeDrawer());
        add(Parts.div(
                "cardhead",
                Glyph.TAG.icon(),
                Parts.text("mono strong ell", name.value()),
                Parts.text("t3", "history"),
                Parts.filler(),
                close));
        tag.ifPresent(this::addActions);
        UnorderedList moves = new UnorderedList();
        moves.addClassName("moves");
        Optional<Digest> current = history.stream().findFirst().flatMap(TagMove::to);
        boolean stays =
                tag.filter(now -> now.isProtected() || now.isImmutable()).isPresent();
        for (int i = 0; i < history.size(); i++) {
            moves.add(move(name, history.get(i), current, i == 0, stays));
        }
        add(moves);
    }

    private void addActions(Tag tag) {
        Div toolbar = Parts.div("toolbar sideacts wrap");
        if (seat.allows(Permission.MANAGE_RULES)) {
            toolbar.add(
                    tag.isProtected()
                            ? small(Glyph.SHIELD, "Unprotect", () -> actions.unprotect(tag))
                            : small(Glyph.SHIELD, "Protect", () -> actions.protect(tag)));
        }
        if (seat.allows(Permission.PUSH_IMAGE) && !tag.isProtected() && !tag.isImmutable()) {
            toolbar.add(small(Glyph.ARROW, "Move", () -> actions.askToMove(tag)));
        }
        if (seat.allows(Permission.DELETE_IMAGE) && !tag.isProtected()) {
            Button delete = small(Glyph.TRASH, "Delete", () -> actions.askToDelete(tag));
            delete.addThemeVariants(ButtonVariant.ERROR);
            delete.getElement().getThemeList().add("danger");
            toolbar.add(delete);
        }
        if (toolbar.getComponentCount() > 0) {
            add(toolbar);
        }
        if (tag.isProtected()) {
            add(Parts.div("sidenote t2", Parts.plain("Protected: it stays where it is, whoever moves it.")));
        } else if (tag.isImmutable()) {
            add(Parts.div("sidenote t2", Parts.plain("Immutable: it never names another image.")));
        }
    }

    private static Button small(Glyph glyph, String words, Runnable action) {
        Button button = Parts.button(glyph, words);
        button.addThemeVariants(ButtonVariant.SMALL);
        button.addClickListener(click -> action.run());
        return button;
    }

    private ListItem move(TagName tag, TagMove move, Optional<Digest> current, boolean newest, boolean stays) {
        ZoneId zone = Zone.ofBrowser();
        Div head = Parts.div(
                "row",
                Parts.text(
                        "mono grow ell",
                        move.to().map(to -> Words.shortDigest(to.toString())).orElse("deleted")));
        // A deleted tag goes back to where it was.
        Optional<Digest> back = move.to().or(() -> newest ? move.from() : Optional.empty());
        if (newest && move.to().isPresent()) {
            head.add(Parts.chip("run", "current"));
        } else if (!stays && seat.allows(Permission.PUSH_IMAGE) && back.isPresent() && !back.equals(current)) {
            NativeButton revert = new NativeButton(move.to().isPresent() ? "Revert to this" : "Bring it back");
            revert.addClassName("linkbtn");
            revert.addClickListener(click -> actions.revert(tag, back.get()));
            head.add(revert);
        }
        ListItem item = new ListItem(head);
        Div reason = Parts.div("movereason");
        move.build()
                .ifPresentOrElse(
                        build -> reason.add(Parts.link(
                                Navigation.build(seat.workspace().name().value(), build.value()), "Build #" + build)),
                        // Its name stands above already where it was deleted.
                        () -> reason.add(
                                new Span(move.to().isEmpty() && move.reason().equals("deleted") ? "" : move.reason())));
        item.add(reason);
        item.add(Parts.div(
                "t3",
                Parts.time(Words.when(move.at(), Instant.now(), zone), move.at(), zone),
                new Span(move.actor().map(actor -> ", " + actor).orElse(""))));
        return item;
    }
}
