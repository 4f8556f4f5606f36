package dev.slipway.ui.images;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.slipway.image.Images;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.image.TagName;
import dev.slipway.image.UntaggedImage;
import dev.slipway.oci.Digest;
import dev.slipway.oci.Platform;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The images of a repository as a list: a row for each digest with the tags that name it as buttons, then the images that no tag names,
 * then the tags that are gone. It can be searched, and one tag in it is the chosen one.
 */
final class TagList extends Div {

    private static final long serialVersionUID = 1L;

    private static final int MAX_UNTAGGED = 50;

    private final transient Seat seat;
    private final transient Images images;
    private final transient RepositoryName name;
    private final transient Actions actions;
    private final TextField search = new TextField();
    private transient Consumer<String> counted = count -> {};
    private transient @Nullable TagName chosen;
    private boolean marked;

    /** What the page does when somebody asks for it here. */
    interface Actions {
        void choose(TagName tag);

        void askToDelete(Digest image);
    }

    TagList(Seat seat, Images images, RepositoryName name, Actions actions) {
        this.seat = seat;
        this.images = images;
        this.name = name;
        this.actions = actions;
        search.setPlaceholder("Tag or digest");
        search.setAriaLabel("Tag or digest");
        search.setPrefixComponent(Glyph.SEARCH.icon());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addThemeVariants(TextFieldVariant.SMALL);
        search.addValueChangeListener(change -> show(load()));
    }

    /** What narrows the list; stands where the page wants it. */
    TextField search() {
        return search;
    }

    /** Tells how many tags there are, whenever they are shown; a search doesn't lessen them. */
    void whenCounted(Consumer<String> listener) {
        counted = listener;
    }

    Optional<TagName> chosen() {
        return Optional.ofNullable(chosen);
    }

    /** Seen with the next {@link #show}. */
    void choose(TagName tag) {
        chosen = tag;
    }

    void chooseNone() {
        chosen = null;
    }

    /**
     * The repository's tags as they are now, the last moved first. What clients keep about images under names of their own is folded
     * away: the image shows it.
     */
    List<Tag> load() {
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

    /** The newest images that no tag names. */
    List<UntaggedImage> untagged() {
        return images.untagged(workspace(), name, MAX_UNTAGGED);
    }

    /** @param marked whether the chosen tag is marked: its history stands beside the list */
    void show(List<Tag> all, boolean marked) {
        this.marked = marked;
        show(all);
    }

    private void show(List<Tag> all) {
        List<UntaggedImage> untagged = untagged().stream()
                .filter(image -> isWanted("", image.digest()))
                .toList();
        Map<Digest, List<Tag>> byDigest = byDigest(all);
        byDigest.values()
                .removeIf(group ->
                        group.stream().noneMatch(tag -> isWanted(tag.name().value(), tag.digest())));
        counted.accept(Integer.toString(all.size()));
        removeAll();
        if (byDigest.isEmpty() && untagged.isEmpty()) {
            add(Parts.div(
                    "empty",
                    Parts.div(
                            "in",
                            Parts.text(
                                    "t2",
                                    search.isEmpty()
                                            ? "No images here any more."
                                            : "No tag or digest here has “" + search.getValue() + "” in it."))));
        } else {
            add(columns());
        }
        byDigest.forEach((digest, group) -> add(row(digest, group)));
        untagged.forEach(image -> add(row(image)));
        addDeleted();
        add(Parts.div(
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

    /** In the order of {@code all}. */
    static Map<Digest, List<Tag>> byDigest(List<Tag> all) {
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
        if (marked && group.stream().anyMatch(tag -> tag.name().equals(chosen))) {
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
            delete.addClickListener(click -> actions.askToDelete(image.digest()));
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
            chip.addClickListener(click -> actions.choose(tag));
            chips.add(chip);
        });
        add(Parts.div("gonetags", Parts.text("t3", "Deleted"), chips));
    }

    private NativeButton chip(Tag tag) {
        boolean stays = tag.isProtected() || tag.isImmutable();
        NativeButton chip = button(
                "tag mono",
                tag.isProtected() ? Glyph.SHIELD : stays ? Glyph.LOCK : Glyph.TAG,
                tag.name().value(),
                marked && tag.name().equals(chosen));
        String how = tag.isProtected() ? ", protected" : stays ? ", immutable" : "";
        chip.setTitle("History of " + tag.name() + how);
        if (stays) {
            chip.setAriaLabel(tag.name() + how);
        }
        chip.addClickListener(click -> actions.choose(tag.name()));
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

    private WorkspaceId workspace() {
        return seat.workspace().id();
    }

    private String workspaceName() {
        return seat.workspace().name().value();
    }
}
