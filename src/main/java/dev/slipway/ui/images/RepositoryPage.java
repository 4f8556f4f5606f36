package dev.slipway.ui.images;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import dev.slipway.image.Images;
import dev.slipway.image.PullCommand;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.image.TagMove;
import dev.slipway.image.TagName;
import dev.slipway.image.Tags;
import dev.slipway.oci.Digest;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tags of a repository, those of one image together; beside them the history of the chosen tag. */
final class RepositoryPage extends Div {

    private static final long serialVersionUID = 1L;

    private final transient Seat seat;
    private final transient Images images;
    private final transient Tags tags;
    private final transient RepositoryName name;
    private final transient ImagesView.Door door;
    private final Div answer = new Div();
    private final Div list = Parts.div("sheet");
    private final Aside history = new Aside();
    private transient @Nullable TagName chosen;

    RepositoryPage(Seat seat, Images images, Tags tags, RepositoryName name, ImagesView.Door door) {
        this.seat = seat;
        this.images = images;
        this.tags = tags;
        this.name = name;
        this.door = door;
        addClassName("colgroup");
        images.repository(seat.workspace().id(), name);
        history.addClassName("sheet");
        show();
    }

    private void show() {
        List<Tag> all = load();
        if (chosen == null || all.stream().noneMatch(tag -> tag.name().equals(chosen))) {
            chosen = all.stream().map(Tag::name).findFirst().orElse(null);
        }
        removeAll();
        Nav crumbs = new Nav(
                Parts.link(Navigation.images(workspace()), "Images"), Parts.text("", "/"), new Span(workspace()));
        crumbs.addClassName("crumbs");
        crumbs.setAriaLabel("Where you are");
        Div tools = Parts.div("toolbar");
        Optional.ofNullable(chosen)
                .ifPresent(tag -> tools.add(Parts.commandLine(
                        PullCommand.byTag(Registry.ofBrowser(), seat.workspace().name(), name, tag)
                                .toString())));
        add(Parts.div("pagehead", Parts.div("grow", crumbs, Parts.title(name.value())), tools), answer);
        fillList(all);
        Div two = Parts.div(chosen == null ? "" : "two", list);
        if (chosen != null) {
            fillHistory(chosen);
            two.add(history);
        }
        add(two);
    }

    private void fillList(List<Tag> all) {
        list.removeAll();
        list.add(Parts.div("cardhead", new H2("Tags"), Parts.text("count", Integer.toString(all.size()))));
        if (all.isEmpty()) {
            list.add(Parts.div(
                    "empty",
                    Parts.div("in", Parts.text("t2", "No tags. Images without a tag are still there by digest."))));
            return;
        }
        Map<Digest, List<Tag>> byDigest = new LinkedHashMap<>();
        all.forEach(tag ->
                byDigest.computeIfAbsent(tag.digest(), key -> new ArrayList<>()).add(tag));
        byDigest.forEach((digest, group) -> list.add(row(digest, group)));
        list.add(Parts.div(
                "listfoot t2",
                new Span(Words.count(byDigest.size(), "image") + ", " + Words.count(all.size(), "tag"))));
    }

    private Div row(Digest digest, List<Tag> group) {
        Tag newest = group.getFirst();
        Div chips = Parts.div("tags");
        group.forEach(tag -> chips.add(chip(tag)));
        Anchor link = Parts.link(
                Navigation.image(workspace(), name.value(), digest.toString()), Words.shortDigest(digest.toString()));
        link.addClassNames("mono", "digest");
        Div platforms = Parts.div("stack opt");
        newest.platforms().forEach(platform -> platforms.add(Parts.chip("mono", platform.toString())));
        Div made = Parts.div("stack opt");
        newest.build()
                .ifPresentOrElse(
                        build -> made.add(Parts.link(Navigation.build(workspace(), build.value()), "Build #" + build)),
                        () -> made.add(Parts.text("t2", "pushed")));
        ZoneId zone = Zone.ofBrowser();
        Span moved = Parts.span("row t2");
        newest.actor().ifPresent(actor -> moved.add(Parts.avatar(actor)));
        moved.add(Parts.time(Words.whenShort(newest.updatedAt(), Instant.now(), zone), newest.updatedAt(), zone));
        Div row = Parts.div(
                "dgroup nocheck",
                Parts.div("stack", chips, link),
                platforms,
                Parts.text("num end opt", Words.size(newest.size())),
                made,
                moved);
        if (group.stream().anyMatch(tag -> tag.name().equals(chosen))) {
            row.addClassName("sel");
        }
        return row;
    }

    private NativeButton chip(Tag tag) {
        NativeButton chip = new NativeButton();
        chip.addClassNames("chip", "tag", "mono");
        chip.add(Glyph.TAG.icon(), new Span(tag.name().value()));
        chip.getElement()
                .setAttribute("aria-pressed", Boolean.toString(tag.name().equals(chosen)));
        chip.setTitle("History of " + tag.name());
        chip.addClickListener(click -> {
            chosen = tag.name();
            show();
        });
        return chip;
    }

    private void fillHistory(TagName tag) {
        history.removeAll();
        history.add(Parts.div(
                "cardhead", Glyph.TAG.icon(), Parts.text("mono strong", tag.value()), Parts.text("t3", "history")));
        Div actions = Parts.div("toolbar sideacts");
        if (seat.allows(Permission.PUSH_IMAGE)) {
            Button add = Parts.button(Glyph.PLUS, "Add tag");
            add.addThemeVariants(ButtonVariant.SMALL);
            add.addClickListener(click -> askForTag(tag));
            actions.add(add);
        }
        if (seat.allows(Permission.DELETE_IMAGE)) {
            Button delete = Parts.button(Glyph.TRASH, "Delete");
            delete.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.ERROR);
            delete.getElement().getThemeList().add("danger");
            delete.addClickListener(click -> askToDelete(tag));
            actions.add(delete);
        }
        if (actions.getComponentCount() > 0) {
            history.add(actions);
        }
        UnorderedList moves = new UnorderedList();
        moves.addClassName("moves");
        List<TagMove> all = images.history(seat.workspace().id(), name, tag);
        Optional<Digest> current = all.stream().findFirst().flatMap(TagMove::to);
        for (int i = 0; i < all.size(); i++) {
            moves.add(move(tag, all.get(i), current, i == 0));
        }
        history.add(moves);
    }

    private ListItem move(TagName tag, TagMove move, Optional<Digest> current, boolean newest) {
        ZoneId zone = Zone.ofBrowser();
        Div head = Parts.div(
                "row",
                Parts.text(
                        "mono grow ell",
                        move.to().map(to -> Words.shortDigest(to.toString())).orElse("deleted")));
        if (newest) {
            head.add(Parts.chip("run", "current"));
        } else if (seat.allows(Permission.PUSH_IMAGE)
                && move.to().isPresent()
                && !move.to().equals(current)) {
            NativeButton revert = new NativeButton("Revert to this");
            revert.addClassName("linkbtn");
            revert.addClickListener(click -> act(() -> tags.revert(
                    door.enter(Permission.PUSH_IMAGE), name, tag, move.to().orElseThrow(), "")));
            head.add(revert);
        }
        ListItem item = new ListItem(head);
        item.add(Parts.div("", new Span(move.reason())));
        item.add(Parts.div(
                "t3",
                Parts.time(Words.when(move.at(), Instant.now(), zone), move.at(), zone),
                new Span(move.actor().map(actor -> ", " + actor).orElse(""))));
        return item;
    }

    private void askForTag(TagName from) {
        Digest digest = images.tag(seat.workspace().id(), name, from).digest();
        TextField tag = new TextField("Tag");
        tag.setHelperText("Names the image of " + from + "; an existing tag is moved, which its history keeps");
        tag.setWidthFull();
        new Ask(
                        "Add tag",
                        "Add tag",
                        () -> {
                            TagName added = new TagName(tag.getValue().strip());
                            tags.move(door.enter(Permission.PUSH_IMAGE), name, added, digest, "Moved by hand");
                            chosen = added;
                            show();
                        },
                        tag)
                .open();
        tag.focus();
    }

    private void askToDelete(TagName tag) {
        Tag there = images.tag(seat.workspace().id(), name, tag);
        String others = String.join(
                ", ",
                load().stream()
                        .filter(other -> other.digest().equals(there.digest())
                                && !other.name().equals(tag))
                        .map(other -> other.name().value())
                        .toList());
        Ask.destructive(
                        "Delete tag " + tag,
                        others.isEmpty()
                                ? "The image stays under its digest; the tag's history stays, too."
                                : "The image stays; " + others + " still point" + (others.contains(",") ? "" : "s")
                                        + " to it.",
                        "Delete tag",
                        () -> {
                            tags.delete(door.enter(Permission.DELETE_IMAGE), name, tag);
                            chosen = null;
                            show();
                        })
                .open();
    }

    private void act(Runnable action) {
        answer.removeAll();
        try {
            action.run();
            show();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
    }

    private List<Tag> load() {
        List<Tag> all = new ArrayList<>();
        @Nullable String next = null;
        do {
            Page<Tag> page = images.tags(seat.workspace().id(), name, new PageRequest(PageRequest.MAX_LIMIT, next));
            all.addAll(page.items());
            next = page.next();
        } while (next != null);
        all.sort(Comparator.comparing(Tag::updatedAt).reversed().thenComparing(Tag::name));
        return all;
    }

    private String workspace() {
        return seat.workspace().name().value();
    }
}
