package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.RoleWords;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Invitations;
import dev.slipway.workspace.OpenInvitation;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The links that still let somebody in. */
final class InvitationsCard extends Div {

    private static final long serialVersionUID = 1L;

    private final transient Invitations invitations;
    private final transient Supplier<Seat> owner;
    private final Span count = Parts.text("count", "");
    private final Div rows = new Div();

    /** @param owner asked for each thing that is done */
    InvitationsCard(Invitations invitations, Supplier<Seat> owner) {
        this.invitations = invitations;
        this.owner = owner;
        addClassName("sheet");
        add(
                Parts.div("cardhead", new H2("Open invitations"), count),
                rows,
                Parts.div(
                        "listfoot small t2",
                        new Span("A link works once. It was shown when it was made and can't be read again.")));
    }

    void load() {
        List<OpenInvitation> open = invitations.list(owner.get()).items();
        count.setText(Integer.toString(open.size()));
        count.setVisible(!open.isEmpty());
        rows.removeAll();
        if (open.isEmpty()) {
            rows.add(Parts.div("nrow center", Parts.text("t2", "None. Press Invite by link to let somebody in.")));
        }
        open.forEach(each -> rows.add(row(each)));
    }

    private Component row(OpenInvitation open) {
        String role = RoleWords.word(open.invitation().role());
        Instant end = open.invitation().expiresAt();
        Span made = new Span("made by " + open.madeBy() + ", ");
        made.add(Parts.time("works until " + Words.when(end, Instant.now(), Zone.ofBrowser()), end, Zone.ofBrowser()));
        Button revoke = new Button("Revoke");
        revoke.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.ERROR);
        revoke.getElement().getThemeList().add("danger");
        revoke.setAriaLabel("Revoke the invitation for a " + role + " made by " + open.madeBy());
        revoke.addClickListener(click -> Ask.destructive(
                        "Revoke invitation",
                        "Its link for a " + role + " stops working. Who came in by another one stays.",
                        "Revoke invitation",
                        () -> {
                            invitations.revoke(owner.get(), open.invitation().id());
                            load();
                        })
                .open());
        return Parts.div(
                "nrow center", Glyph.LINK.icon(), Parts.div("cell2 grow", Parts.text("title", role), made), revoke);
    }
}
