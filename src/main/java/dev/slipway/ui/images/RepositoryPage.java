package dev.slipway.ui.images;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.slipway.image.Images;
import dev.slipway.image.PullCommand;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.image.TagMove;
import dev.slipway.image.TagName;
import dev.slipway.image.TagRule;
import dev.slipway.image.TagRules;
import dev.slipway.image.Tags;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.images.RepositoryTabs.Place;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.RuleWords;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.pushes.PushDesk;
import dev.slipway.ui.pushes.PushImage;
import dev.slipway.ui.pushes.PushesPanel;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The images of a repository, each with the tags that name it, and beside them the chosen tag with its history; its pushes and the
 * rules about it behind tabs.
 */
final class RepositoryPage extends Div implements TagDrawer.Actions, TagList.Actions {

    private static final long serialVersionUID = 1L;

    static final String TAB = "tab";

    private final transient Seat seat;
    private final transient Images images;
    private final transient Tags tags;
    private final transient TagRules rules;
    private final transient RepositoryName name;
    private final transient ImagesView.Door door;
    private final transient PushDesk pushes;
    private final Div head = Parts.div("");
    private final Div answer = new Div();
    private final Div ruleList = new Div();
    private final RepositoryTabs tabs;
    private final Div body = new Div();
    private final TagList list;
    private final TagDrawer drawer;
    private boolean drawerOpen = true;

    RepositoryPage(
            Seat seat,
            Images images,
            Tags tags,
            TagRules rules,
            RepositoryName name,
            ImagesView.Door door,
            PushDesk pushes,
            RepositoryTabs.Place place) {
        this.seat = seat;
        this.images = images;
        this.tags = tags;
        this.rules = rules;
        this.name = name;
        this.door = door;
        this.pushes = pushes;
        this.list = new TagList(seat, images, name, this);
        this.drawer = new TagDrawer(seat, this);
        addClassName("colgroup");
        images.repository(workspace(), name);
        PushesPanel pushed = PushesPanel.of(pushes, name);
        this.tabs = new RepositoryTabs(
                place,
                Map.of(Place.TAGS, list, Place.PUSHES, pushed, Place.RULES, ruleList),
                list.search(),
                this::showPlace);
        list.whenCounted(count -> tabs.count(Place.TAGS, count));
        pushed.whenCounted(count -> tabs.count(Place.PUSHES, count));
        add(head, answer, body);
        body.add(tabs);
        show();
    }

    private void show() {
        List<Tag> all = list.load();
        if (list.chosen().isEmpty() && !all.isEmpty()) {
            list.choose(all.getFirst().name());
        }
        head.removeAll();
        head.add(head(all));
        list.show(all, drawerOpen);
        fillRules();
        list.chosen().ifPresent(tag -> drawer.show(tag, find(all, tag), images.history(workspace(), name, tag)));
        showDrawer();
    }

    /** The tags have it beside them; what else is shown has all the room. */
    private void showDrawer() {
        boolean open = list.chosen().isPresent() && drawerOpen && tabs.place() == Place.TAGS;
        body.setClassName("two", open);
        if (!open) {
            body.remove(drawer);
        } else if (drawer.getParent().isEmpty()) {
            body.add(drawer);
        }
    }

    private void showPlace() {
        showDrawer();
        Map<String, String> state =
                tabs.place() == Place.TAGS ? Map.of() : Map.of(TAB, tabs.place().word());
        getUI().ifPresent(ui -> ui.getPage()
                .getHistory()
                .replaceState(null, Navigation.repository(workspaceName(), name.value(), state)));
    }

    private Div head(List<Tag> all) {
        Nav crumbs = new Nav(
                Parts.link(Navigation.images(workspaceName()), "Images"),
                Parts.text("", "/"),
                new Span(workspaceName()));
        crumbs.addClassName("crumbs");
        crumbs.setAriaLabel("Where you are");
        Div tools = Parts.div("toolbar");
        Optional<Tag> shown = list.chosen().flatMap(tag -> find(all, tag));
        shown.ifPresent(tag -> tools.add(Parts.commandLine(
                PullCommand.byTag(Registry.ofBrowser(), seat.workspace().name(), name, tag.name())
                        .toString())));
        if (seat.allows(Permission.PUSH_IMAGE) && !all.isEmpty()) {
            Button add = Parts.button(Glyph.PLUS, "Add tag");
            add.addClickListener(click -> askForTag(shown.orElse(all.getFirst())));
            tools.add(add);
        }
        tools.add(PushImage.ofRepository(pushes, name, all, shown));
        return Parts.div("pagehead", Parts.div("grow", crumbs, Parts.title(name.value())), tools);
    }

    @Override
    public void choose(TagName tag) {
        list.choose(tag);
        drawerOpen = true;
        answer.removeAll();
        show();
    }

    // ---- rules ------------------------------------------------------------------------------------------------------

    /** They are the workspace's, so they are changed in its settings. */
    private void fillRules() {
        List<TagRule> here = rules.list(workspace()).stream()
                .filter(rule -> rule.scope().covers(name))
                .toList();
        tabs.count(Place.RULES, Integer.toString(here.size()));
        ruleList.removeAll();
        if (here.isEmpty()) {
            ruleList.add(Parts.div(
                    "empty",
                    Parts.div(
                            "in",
                            Parts.text("strong", "No rule is about this repository"),
                            Parts.text(
                                    "t2",
                                    "A rule protects tags, keeps them on one image, or removes what nobody needs any more."),
                            Parts.link(Navigation.rules(workspaceName()), "Rules of the workspace"))));
            return;
        }
        here.forEach(rule -> ruleList.add(Parts.div(
                "nrow rule",
                RuleWords.glyph(rule.policy()).icon(),
                Parts.div(
                        "cell2 grow",
                        Parts.text("title mono", rule.scope().toString()),
                        Parts.text("", RuleWords.words(rule))))));
        ruleList.add(Parts.div("listfoot t2", Parts.link(Navigation.rules(workspaceName()), "Rules of the workspace")));
    }

    // ---- what is done with a tag ------------------------------------------------------------------------------------

    @Override
    public void protect(Tag tag) {
        act(() -> rules.protect(door.enter(Permission.MANAGE_RULES), name, tag.name()));
    }

    @Override
    public void unprotect(Tag tag) {
        act(() -> rules.unprotect(door.enter(Permission.MANAGE_RULES), name, tag.name()));
    }

    @Override
    public void revert(TagName tag, Digest to) {
        Optional<Digest> before = find(list.load(), tag).map(Tag::digest);
        act(() -> {
            tags.revert(door.enter(Permission.PUSH_IMAGE), name, tag, to, "");
            offerUndo(tag, "Tag " + tag + " names " + Words.shortDigest(to.toString()) + " again.", before);
        });
    }

    @Override
    public void closeDrawer() {
        drawerOpen = false;
        show();
    }

    @Override
    public void askToMove(Tag tag) {
        Map<Digest, String> places = TagList.byDigest(list.load()).entrySet().stream()
                .filter(group -> !group.getKey().equals(tag.digest()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        group -> group.getValue().stream()
                                .map(other -> other.name().value())
                                .collect(Collectors.joining(", ")),
                        (one, other) -> one,
                        LinkedHashMap::new));
        list.untagged()
                .forEach(image -> places.put(
                        image.digest(),
                        image.build().map(build -> "untagged, build #" + build).orElse("untagged")));
        if (places.isEmpty()) {
            answer.removeAll();
            answer.add(
                    Notice.warning("There is one image here only.", "Build or push another one to move the tag to."));
            return;
        }
        Select<Digest> to = new Select<>();
        to.setLabel("To the image");
        to.setItems(List.copyOf(places.keySet()));
        to.setItemLabelGenerator(
                digest -> places.getOrDefault(digest, "") + " · " + Words.shortDigest(digest.toString()));
        to.setValue(places.keySet().iterator().next());
        to.setWidthFull();
        TextField reason = new TextField("Reason");
        reason.setHelperText("Kept in the tag's history; may be empty");
        reason.setMaxLength(TagMove.MAX_REASON);
        reason.setWidthFull();
        new Ask(
                        "Move tag " + tag.name(),
                        "Move tag",
                        () -> {
                            Seat now = door.enter(Permission.PUSH_IMAGE);
                            tags.move(now, name, tag.name(), to.getValue(), reason.getValue());
                            offerUndo(tag.name(), "Tag " + tag.name() + " was moved.", Optional.of(tag.digest()));
                            show();
                        },
                        to,
                        reason)
                .open();
    }

    private void askForTag(Tag from) {
        TextField tag = new TextField("Tag");
        tag.setHelperText("Names the image of " + from.name() + "; an existing tag is moved, which its history keeps");
        tag.setWidthFull();
        new Ask(
                        "Add tag",
                        "Add tag",
                        () -> {
                            TagName added = new TagName(tag.getValue().strip());
                            Optional<Digest> before = find(list.load(), added).map(Tag::digest);
                            tags.move(door.enter(Permission.PUSH_IMAGE), name, added, from.digest(), "");
                            list.choose(added);
                            before.ifPresent(was -> offerUndo(added, "Tag " + added + " was moved.", Optional.of(was)));
                            show();
                        },
                        tag)
                .open();
        tag.focus();
    }

    @Override
    public void askToDelete(Tag tag) {
        String others = list.load().stream()
                .filter(other ->
                        other.digest().equals(tag.digest()) && !other.name().equals(tag.name()))
                .map(other -> other.name().value())
                .collect(Collectors.joining(", "));
        Ask.destructive(
                        "Delete tag " + tag.name(),
                        others.isEmpty()
                                ? "The image stays under its digest; the tag's history stays, too."
                                : "The image stays; " + others + " still point" + (others.contains(",") ? "" : "s")
                                        + " to it.",
                        "Delete tag",
                        () -> {
                            tags.delete(door.enter(Permission.DELETE_IMAGE), name, tag.name());
                            list.chooseNone();
                            offerUndo(tag.name(), "Tag " + tag.name() + " was deleted.", Optional.of(tag.digest()));
                            show();
                        })
                .open();
    }

    @Override
    public void askToDelete(Digest digest) {
        Ask.destructive(
                        "Delete image " + Words.shortDigest(digest.toString()),
                        "Its platforms and attestations go with it, and it can't be brought back.",
                        "Delete image",
                        () -> {
                            tags.deleteImage(door.enter(Permission.DELETE_IMAGE), name, digest);
                            show();
                        })
                .open();
    }

    /** @param before where the tag was; empty: nowhere */
    private void offerUndo(TagName tag, String sentence, Optional<Digest> before) {
        answer.removeAll();
        Button undo = Parts.button(Glyph.UNDO, "Undo");
        undo.addClickListener(click -> {
            list.choose(tag);
            act(() -> {
                if (before.isPresent()) {
                    tags.revert(door.enter(Permission.PUSH_IMAGE), name, tag, before.get(), "");
                } else {
                    tags.delete(door.enter(Permission.DELETE_IMAGE), name, tag);
                }
            });
        });
        answer.add(Notice.done(sentence, "", undo));
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

    private static Optional<Tag> find(List<Tag> all, TagName name) {
        return all.stream().filter(tag -> tag.name().equals(name)).findFirst();
    }

    private WorkspaceId workspace() {
        return seat.workspace().id();
    }

    private String workspaceName() {
        return seat.workspace().name().value();
    }
}
