package dev.slipway.ui.shared;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import dev.slipway.build.Build;
import dev.slipway.refusal.Refusal;
import dev.slipway.share.IssuedLink;
import dev.slipway.share.ShareLink;
import dev.slipway.share.ShareLinks;
import dev.slipway.share.SharedPart;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.component.CopyLine;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Seat;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes links to a build and revokes them: what a link shows, until when, and its address, once. */
public final class ShareDialog extends Dialog {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<Seat> door;
    private final transient ShareLinks links;
    private final transient Build build;
    private final Map<SharedPart, Checkbox> parts = new EnumMap<>(SharedPart.class);
    private final Select<Life> life = new Select<>();
    private final Paragraph until = new Paragraph();
    private final Div answer = new Div();
    private final Div made = new Div();
    private final Div live = new Div();
    private final Button make = new Button("Make link");

    /** How long a link works. */
    private enum Life {
        HOUR("in 1 hour", Duration.ofHours(1)),
        DAY("in 1 day", Duration.ofDays(1)),
        WEEK("in 7 days", Duration.ofDays(7)),
        MONTH("in 30 days", Duration.ofDays(30)),
        YEAR("in 1 year", Duration.ofDays(365));

        private final String words;
        private final Duration time;

        Life(String words, Duration time) {
            this.words = words;
            this.time = time;
        }
    }

    /** @param door asks again at each click whether the person may share builds */
    public ShareDialog(Supplier<Seat> door, ShareLinks links, Build build) {
        this.door = door;
        this.links = links;
        this.build = build;
        setHeaderTitle("Share build #" + build.number());
        setWidth("520px");
        setMaxWidth("calc(100vw - 24px)");
        life.setLabel("Expires");
        life.setItems(Life.values());
        life.setItemLabelGenerator(choice -> choice.words);
        life.setValue(Life.WEEK);
        life.addValueChangeListener(change -> sayUntil());
        until.addClassNames("small", "t3");
        make.addThemeVariants(ButtonVariant.PRIMARY);
        make.setDisableOnClick(true);
        make.addClickListener(click -> make());
        add(Parts.div(
                "stack sharedialog",
                answer,
                Parts.div("", Parts.div("flabel", Parts.plain("The link shows")), options()),
                Parts.div("row wrap", life, until),
                Parts.div("row", make),
                made,
                live));
        getFooter().add(new Button("Done", click -> close()));
        sayUntil();
        showLive();
    }

    private Div options() {
        Div options = Parts.div("optlist");
        option(options, SharedPart.SUMMARY, "Summary", "Status, duration, who started it", true);
        option(options, SharedPart.LOG, "Log", "All steps; secrets stay masked", true);
        option(
                options,
                SharedPart.SOURCE,
                "Dockerfile",
                "As it was in commit " + Words.shortRevision(build.revision().value()),
                false);
        option(options, SharedPart.PULL, "Pull", "Digest, and a sign-in for this one image", true);
        return options;
    }

    private void option(Div options, SharedPart part, String name, String what, boolean chosen) {
        Checkbox box = new Checkbox(name, chosen);
        parts.put(part, box);
        options.add(Parts.div("shareopt", box, Parts.text("small t2", what)));
    }

    private void sayUntil() {
        until.setText(Words.when(Instant.now().plus(life.getValue().time), Instant.now(), Zone.ofBrowser()));
    }

    private void make() {
        answer.removeAll();
        try {
            Set<SharedPart> shows = EnumSet.noneOf(SharedPart.class);
            parts.forEach((part, box) -> {
                if (box.getValue()) {
                    shows.add(part);
                }
            });
            Instant end = Instant.now().plus(life.getValue().time);
            showMade(links.create(door.get(), build, shows, Optional.of(end)));
            showLive();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        } finally {
            make.setEnabled(true);
        }
    }

    private void showMade(IssuedLink issued) {
        String address = Registry.originOfBrowser() + "/" + Navigation.shared(issued.key());
        Button copy = Parts.button(Glyph.COPY, "Copy link");
        Parts.copyOnClick(copy, address);
        CopyLine line = new CopyLine(address);
        line.addClassName("grow");
        made.removeAll();
        made.add(
                Parts.div("flabel", Parts.plain("Link")),
                Parts.div("row", line, copy),
                Parts.text(
                        "small t3", "Shown once. Anyone with the link can open it until it expires or you revoke it."));
        make.setText("Make another link");
        make.removeThemeVariants(ButtonVariant.PRIMARY);
    }

    private void showLive() {
        live.removeAll();
        List<ShareLink> all = links.live(door.get(), build);
        if (all.isEmpty()) {
            return;
        }
        live.add(Parts.div("flabel", Parts.plain("Active links")));
        all.forEach(link -> live.add(row(link)));
    }

    private Div row(ShareLink link) {
        String shows = link.shows().stream().sorted().map(ShareDialog::word).collect(Collectors.joining(", "));
        Button revoke = new Button("Revoke");
        revoke.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.ERROR);
        revoke.getElement().getThemeList().add("danger");
        revoke.setAriaLabel("Revoke the link to " + shows + " by " + link.actor());
        revoke.addClickListener(click -> revoke(link));
        return Parts.div(
                "linkrow",
                Glyph.LINK.icon(),
                Parts.div(
                        "cell2 grow",
                        Parts.text("title", shows),
                        Parts.text(
                                "",
                                "opened " + Words.count(link.opened(), "time") + ", expires "
                                        + Words.when(link.expiresAt(), Instant.now(), Zone.ofBrowser()))),
                revoke);
    }

    private void revoke(ShareLink link) {
        answer.removeAll();
        try {
            links.revoke(door.get(), link.id());
            made.removeAll();
            Parts.say("Revoked; pages that it opened are closed");
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
        showLive();
    }

    private static String word(SharedPart part) {
        return switch (part) {
            case SUMMARY -> "Summary";
            case LOG -> "Log";
            case SOURCE -> "Dockerfile";
            case PULL -> "Pull";
        };
    }
}
