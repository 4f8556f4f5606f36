package dev.slipway.ui.images;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.slipway.image.Images;
import dev.slipway.image.PullCommand;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.image.TagMove;
import dev.slipway.image.TagName;
import dev.slipway.image.TagRule;
import dev.slipway.image.TagRules;
import dev.slipway.image.Tags;
import dev.slipway.image.UntaggedImage;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
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
import dev.slipway.ui.kit.Zone;
import dev.slipway.ui.pushes.PushDesk;
import dev.slipway.ui.pushes.PushImage;
import dev.slipway.ui.pushes.PushesPanel;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The images of a repository, each with the tags that name it, and beside them the chosen tag with its history; its pushes and the
 * rules about it behind tabs.
 */
final class RepositoryPage extends Div implements TagDrawer.Actions {

    private static final long serialVersionUID = 1L;

    static final String TAB = "tab";

    private static final int MAX_UNTAGGED = 50;

    private final transient Seat seat;
    private final transient Images images;
    private final transient Tags tags;
    private final transient TagRules rules;
    private final transient RepositoryName name;
    private final transient ImagesView.Door door;
    private final transient PushDesk pushes;
    private final Div head = Parts.div("");
    private final Div answer = new Div();
    private final Div list = new Div();
    private final Div ruleList = new Div();
    private final TextField search = new TextField();
    private final RepositoryTabs tabs;
    private final Div body = new Div();
    private final TagDrawer drawer;
    private transient @Nullable TagName chosen;
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
        this.drawer = new TagDrawer(seat, this);
        addClassName("colgroup");
        images.repository(workspace(), name);
        search.setPlaceholder("Tag or digest");
        search.setAriaLabel("Tag or digest");
        search.setPrefixComponent(Glyph.SEARCH.icon());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addThemeVariants(TextFieldVariant.SMALL);
        search.addValueChangeListener(change -> fillList(load()));
        PushesPanel pushed = PushesPanel.of(pushes, name);
        this.tabs = new RepositoryTabs(
                place, Map.of(Place.TAGS, list, Place.PUSHES, pushed, Place.RULES, ruleList), search, this::showPlace);
        pushed.whenCounted(count -> tabs.count(Place.PUSHES, count));
        add(head, answer, body);
        body.add(tabs);
        show();
    }

    private void show() {
        List<Tag> all = load();
        if (chosen == null) {
            chosen = all.stream().map(Tag::name).findFirst().orElse(null);
        }
        head.removeAll();
        head.add(head(all));
        fillList(all);
        fillRules();
        TagName shown = chosen;
        if (shown != null) {
            drawer.show(shown, find(all, shown), images.history(workspace(), name, shown));
        }
        showDrawer();
    }

    /** The tags have it beside them; what else is shown has all the room. */
    private void showDrawer() {
        boolean open = chosen != null && drawerOpen && tabs.place() == Place.TAGS;
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
        Optional<Tag> shown = Optional.ofNullable(chosen).flatMap(tag -> find(all, tag));
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

    private void fillList(List<Tag> all) {
        List<UntaggedImage> untagged = images.untagged(workspace(), name, MAX_UNTAGGED).stream()
                .filter(image -> isWanted("", image.digest()))
                .toList();
        Map<Digest, List<Tag>> byDigest = byDigest(all);
        byDigest.values()
                .removeIf(group ->
                        group.stream().noneMatch(tag -> isWanted(tag.name().value(), tag.digest())));
        tabs.count(Place.TAGS, Integer.toString(all.size()));
        list.removeAll();
        if (byDigest.isEmpty() && untagged.isEmpty()) {
            list.add(Parts.div(
                    "empty",
                    Parts.div(
                            "in",
                            Parts.text(
                                    "t2",
                                    search.isEmpty()
                                            ? "No images here any more."
                                            : "No tag or digest here has “" + search.getValue() + "” in it."))));
        } else {
            list.add(columns());
        }
        byDigest.forEach((digest, group) -> list.add(row(digest, group)));
        untagged.forEach(image -> list.add(row(image)));
        addDeleted();
        list.add(Parts.div(
                "listfoot t2",
                new Span(Words.count(byDigest.size() + untagged.size(), "image") + ", "
                        + Words.count(
                                byDigest.values().stream().mapToInt(List::size).sum(), "tag"))));
    }

    private boolean isWanted(String tag, Digest digest) {
        String wanted = search.getValue().strip();
        return tag.contains(wanted) || digest.toString().contains(wanted);
    }

    private static Div columns() {
        return Parts.div(
                "dgroup nocheck head",
                Parts.plain("Tags and digest"),
                Parts.plain("Platforms"),
                Parts.text("end", "Size"),
                Parts.plain("Made by"),
                Parts.plain("Moved"));
    }

    private static Map<Digest, List<Tag>> byDigest(List<Tag> all) {
        Map<Digest, List<Tag>> byDigest = new LinkedHashMap<>();
        all.forEach(tag ->
                byDigest.computeIfAbsent(tag.digest(), key -> new ArrayList<>()).add(tag));
        return byDigest;
    }

    private Div row(Digest digest, List<Tag> group) {
        Tag newest = group.getFirst();
        Div chips = Parts.div("tags");
        group.forEach(tag -> chips.add(chip(tag)));
        Div made = Parts.div("stack opt");
        newest.build()
                .ifPresentOrElse(
                        build -> made.add(
                                Parts.link(Navigation.build(workspaceName(), build.value()), "Build #" + build)),
                        () -> made.add(Parts.text("t2", "pushed")));
        Div row = Parts.div(
                "dgroup nocheck",
                Parts.div("stack", chips, digestLink(digest)),
                platforms(newest.platforms()),
                Parts.text("num end opt", Words.size(newest.size())),
                made,
                when(newest.actor(), newest.updatedAt()));
        if (drawerOpen && group.stream().anyMatch(tag -> tag.name().equals(chosen))) {
            row.addClassName("sel");
        }
        return row;
    }

    private Div row(UntaggedImage image) {
        Div last = Parts.div("row t2");
        last.add(when(image.actor(), image.pushedAt()));
        if (seat.allows(Permission.DELETE_IMAGE)) {
            Button delete = Parts.iconButton(
                    Glyph.TRASH,
                    "Delete image " + Words.shortDigest(image.digest().toString()));
            delete.addClickListener(click -> askToDelete(image.digest()));
            last.add(delete);
        }
        Div made = Parts.div("stack opt");
        image.build()
                .ifPresentOrElse(
                        build -> made.add(
                                Parts.link(Navigation.build(workspaceName(), build.value()), "Build #" + build)),
                        () -> made.add(Parts.text("t2", "pushed")));
        return Parts.div(
                "dgroup nocheck",
                Parts.div("stack", Parts.text("t3", "untagged"), digestLink(image.digest())),
                platforms(image.platforms()),
                Parts.text("num end opt", Words.size(image.size())),
                made,
                last);
    }

    private void addDeleted() {
        List<TagName> gone = images.deletedTags(workspace(), name);
        if (gone.isEmpty()) {
            return;
        }
        Div chips = Parts.div("tags");
        gone.forEach(tag -> {
            NativeButton chip = button("mono gonetag", Glyph.HISTORY, tag.value(), tag.equals(chosen));
            chip.setTitle("History of " + tag + ", which was deleted");
            chip.addClickListener(click -> choose(tag));
            chips.add(chip);
        });
        list.add(Parts.div("gonetags", Parts.text("t3", "Deleted"), chips));
    }

    private NativeButton chip(Tag tag) {
        boolean stays = tag.isProtected() || tag.isImmutable();
        NativeButton chip = button(
                "tag mono",
                tag.isProtected() ? Glyph.SHIELD : stays ? Glyph.LOCK : Glyph.TAG,
                tag.name().value(),
                drawerOpen && tag.name().equals(chosen));
        String how = tag.isProtected() ? ", protected" : stays ? ", immutable" : "";
        chip.setTitle("History of " + tag.name() + how);
        if (stays) {
            chip.setAriaLabel(tag.name() + how);
        }
        chip.addClickListener(click -> choose(tag.name()));
        return chip;
    }

    private static NativeButton button(String classes, Glyph glyph, String words, boolean pressed) {
        NativeButton chip = new NativeButton();
        chip.addClassNames("chip");
        chip.addClassNames(classes.split(" ", -1));
        chip.add(glyph.icon(), new Span(words));
        chip.getElement().setAttribute("aria-pressed", Boolean.toString(pressed));
        return chip;
    }

    private void choose(TagName tag) {
        chosen = tag;
        drawerOpen = true;
        answer.removeAll();
        show();
    }

    private Anchor digestLink(Digest digest) {
        Anchor link = Parts.link(
                Navigation.image(workspaceName(), name.value(), digest.toString()),
                Words.shortDigest(digest.toString()));
        link.addClassNames("mono", "digest");
        return link;
    }

    private static Div platforms(List<Platform> all) {
        Div platforms = Parts.div("stack opt");
        all.forEach(platform -> platforms.add(Parts.chip("mono", platform.toString())));
        return platforms;
    }

    private static Span when(Optional<String> actor, Instant at) {
        ZoneId zone = Zone.ofBrowser();
        Span when = Parts.span("row t2");
        actor.ifPresent(who -> when.add(Parts.avatar(who)));
        when.add(Parts.time(Words.whenShort(at, Instant.now(), zone), at, zone));
        return when;
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
        Optional<Digest> before = find(load(), tag).map(Tag::digest);
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
        Map<Digest, String> places = byDigest(load()).entrySet().stream()
                .filter(group -> !group.getKey().equals(tag.digest()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        group -> group.getValue().stream()
                                .map(other -> other.name().value())
                                .collect(Collectors.joining(", ")),
                        (one, other) -> one,
                        LinkedHashMap::new));
        images.untagged(workspace(), name, MAX_UNTAGGED)
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
                            Optional<Digest> before = find(load(), added).map(Tag::digest);
                            tags.move(door.enter(Permission.PUSH_IMAGE), name, added, from.digest(), "");
                            chosen = added;
                            before.ifPresent(was -> offerUndo(added, "Tag " + added + " was moved.", Optional.of(was)));
                            show();
                        },
                        tag)
                .open();
        tag.focus();
    }

    @Override
    public void askToDelete(Tag tag) {
        String others = load().stream()
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
                            chosen = null;
                            offerUndo(tag.name(), "Tag " + tag.name() + " was deleted.", Optional.of(tag.digest()));
                            show();
                        })
                .open();
    }

    private void askToDelete(Digest digest) {
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
            chosen = tag;
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

    /** What clients keep about images under names of their own is folded away: the image shows it. */
    private List<Tag> load() {
        List<Tag> all = new ArrayList<>();
        @Nullable String next = null;
        do {
            Page<Tag> page = images.tags(workspace(), name, new PageRequest(PageRequest.MAX_LIMIT, next));
            page.items().stream().filter(tag -> !tag.name().namesReferrers()).forEach(all::add);
            next = page.next();
        } while (next != null);
        all.sort(Comparator.comparing(Tag::updatedAt).reversed().thenComparing(Tag::name));
        return all;
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
