package dev.slipway.ui.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.contextmenu.GridContextMenu;
import com.vaadin.flow.component.grid.contextmenu.GridMenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.shared.Tooltip;
import com.vaadin.flow.component.treegrid.TreeGrid;
import com.vaadin.flow.data.provider.hierarchy.TreeData;
import com.vaadin.flow.data.provider.hierarchy.TreeDataProvider;
import com.vaadin.flow.dom.Element;
import dev.slipway.project.TreeEntry;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The project's files. A struck name is left out of the build context by {@code .dockerignore}. */
final class FileTree extends Div {

    private static final long serialVersionUID = 1L;

    private final TreeGrid<Node> tree = new TreeGrid<>();
    private final Set<String> dirty = new HashSet<>();
    private final Set<Node> expanded = new HashSet<>();
    private final Div foot = Parts.div("contextsum");
    private final Map<String, Node> byPath = new LinkedHashMap<>();
    private final transient Actions actions;

    FileTree(Actions actions, boolean editable) {
        this.actions = actions;
        addClassNames("pane", "wb-files");
        Div head = Parts.div("panehead", new H2("Files"), Parts.filler());
        if (editable) {
            Button add = Parts.iconButton(Glyph.PLUS, "New file");
            add.addClickListener(click -> actions.create(folderOf(selected())));
            head.add(add);
        }
        tree.addClassName("tree");
        tree.getElement().setAttribute("data-start", "");
        tree.addThemeNames("no-border", "no-row-borders");
        tree.getElement().setAttribute("aria-label", "Files");
        tree.setSelectionMode(Grid.SelectionMode.SINGLE);
        tree.addComponentHierarchyColumn(this::nameCell).setHeader("Name").setFlexGrow(1);
        tree.addComponentColumn(FileTree::contextCell)
                .setHeader("Size")
                .setWidth("76px")
                .setFlexGrow(0);
        tree.addExpandListener(opened -> {
            expanded.addAll(opened.getItems());
            opened.getItems().forEach(node -> tree.getDataProvider().refreshItem(node));
        });
        tree.addCollapseListener(closed -> {
            expanded.removeAll(closed.getItems());
            closed.getItems().forEach(node -> tree.getDataProvider().refreshItem(node));
        });
        tree.addItemClickListener(click -> {
            if (click.getItem().folder()) {
                if (tree.isExpanded(click.getItem())) {
                    tree.collapse(click.getItem());
                } else {
                    tree.expand(click.getItem());
                }
            } else {
                actions.open(click.getItem().path());
            }
        });
        if (editable) {
            addMenu();
        }
        Shortcuts.addShortcutListener(
                        tree,
                        () -> selected().filter(node -> !node.folder()).ifPresent(node -> actions.open(node.path())),
                        Key.ENTER)
                .listenOn(tree);
        add(head, tree, foot);
    }

    /** Shows these files; what was open stays open. */
    void show(List<TreeEntry> entries, Ignored ignored) {
        Set<String> open = new HashSet<>();
        expanded.forEach(node -> open.add(node.path()));
        boolean first = byPath.isEmpty();
        TreeData<Node> data = treeOf(entries, ignored);
        tree.setDataProvider(new TreeDataProvider<>(data));
        expanded.clear();
        byPath.values().stream()
                .filter(node ->
                        node.folder() && (open.contains(node.path()) || (first && opensAtFirst(node, entries.size()))))
                .forEach(node -> {
                    expanded.add(node);
                    tree.expand(node);
                });
        showSum(entries, ignored);
    }

    /** Marks the file that the editor shows. */
    void select(String path) {
        Optional.ofNullable(byPath.get(path)).ifPresent(tree::select);
    }

    void setDirty(String path, boolean unsaved) {
        boolean changed = unsaved ? dirty.add(path) : dirty.remove(path);
        Node node = byPath.get(path);
        if (changed && node != null) {
            tree.getDataProvider().refreshItem(node);
        }
    }

    void focusTree() {
        // A grid takes the focus in one of its cells only, and has them when it was drawn.
        tree.getElement()
                .executeJs(
                        "requestAnimationFrame(() => this.shadowRoot.querySelector('#items [tabindex=\"0\"]')?.focus())");
    }

    private void addMenu() {
        GridContextMenu<Node> menu = tree.addContextMenu();
        menu.addItem("New file", click -> actions.create(folderOf(click.getItem())));
        GridMenuItem<Node> rename = menu.addItem("Rename", click -> onFile(click.getItem(), actions::rename));
        GridMenuItem<Node> delete = menu.addItem("Delete", click -> onFile(click.getItem(), actions::delete));
        menu.setDynamicContentHandler(node -> {
            boolean file = node != null && !node.folder();
            rename.setVisible(file);
            delete.setVisible(file);
            return true;
        });
        Shortcuts.addShortcutListener(tree, () -> onFile(selected(), actions::rename), Key.F2)
                .listenOn(tree);
        Shortcuts.addShortcutListener(tree, () -> onFile(selected(), actions::delete), Key.DELETE)
                .listenOn(tree);
    }

    private static void onFile(Optional<Node> node, Consumer<String> action) {
        node.filter(chosen -> !chosen.folder()).map(Node::path).ifPresent(action);
    }

    private Optional<Node> selected() {
        return tree.getSelectedItems().stream().findFirst();
    }

    private static String folderOf(Optional<Node> node) {
        return node.map(chosen -> chosen.folder()
                        ? chosen.path() + "/"
                        : chosen.path().substring(0, chosen.path().lastIndexOf('/') + 1))
                .orElse("");
    }

    private Component nameCell(Node node) {
        Glyph glyph = node.folder()
                ? tree.isExpanded(node) ? Glyph.FOLDEROPEN : Glyph.FOLDER
                : isDockerfile(node.name()) ? Glyph.DOCKERFILE : Glyph.FILE;
        Span name = Parts.span("treename", glyph.icon(), new Span(node.name()));
        if (glyph == Glyph.DOCKERFILE) {
            name.addClassName("docker");
        }
        if (node.ignored()) {
            name.addClassName("ignored");
            Tooltip.forComponent(name).setText("Left out of the build context by .dockerignore");
        }
        if (dirty.contains(node.path())) {
            Span dot = Parts.span("dot");
            dot.getElement().setAttribute("role", "img");
            dot.getElement().setAttribute("aria-label", "unsaved");
            name.add(dot);
        }
        return name;
    }

    private static Component contextCell(Node node) {
        return node.ignored()
                ? Parts.span("ctx", Glyph.BAN.icon(), Parts.text("sr", "ignored"))
                : Parts.text("ctx", Words.size(node.size()));
    }

    private void showSum(List<TreeEntry> entries, Ignored ignored) {
        long sent = 0;
        long left = 0;
        for (TreeEntry entry : entries) {
            if (ignored.test(entry.path())) {
                left += entry.size();
            } else {
                sent += entry.size();
            }
        }
        foot.removeAll();
        Div meter = Parts.div("meter");
        Element bar = new Element("i");
        bar.getStyle().set("width", (sent + left == 0 ? 100 : Math.max(2, 100 * sent / (sent + left))) + "%");
        meter.getElement().appendChild(bar);
        if (left > 0) {
            Element rest = new Element("i");
            rest.getClassList().add("ig");
            meter.getElement().appendChild(rest);
        }
        foot.add(
                Parts.span(
                        "row",
                        Parts.text("strong", "Build context"),
                        Parts.text("t3", Words.count(entries.size(), "file"))),
                meter,
                Parts.span(
                        "row t2 num",
                        Parts.text("grow", Words.size(sent) + " at most"),
                        Parts.text("", left == 0 ? "" : Words.size(left) + " ignored")));
    }

    private TreeData<Node> treeOf(List<TreeEntry> entries, Ignored ignored) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        Map<String, Boolean> allIgnored = new LinkedHashMap<>();
        for (TreeEntry entry : entries) {
            boolean out = ignored.test(entry.path());
            for (int slash = entry.path().indexOf('/');
                    slash >= 0;
                    slash = entry.path().indexOf('/', slash + 1)) {
                String folder = entry.path().substring(0, slash);
                sizes.merge(folder, out ? 0 : entry.size(), Long::sum);
                allIgnored.merge(folder, out, Boolean::logicalAnd);
            }
        }
        byPath.clear();
        sizes.forEach(
                (path, size) -> byPath.put(path, new Node(path, true, size, allIgnored.getOrDefault(path, false))));
        entries.forEach(entry ->
                byPath.put(entry.path(), new Node(entry.path(), false, entry.size(), ignored.test(entry.path()))));
        List<Node> nodes = new ArrayList<>(byPath.values());
        nodes.sort(Comparator.comparing((Node node) -> !node.folder()).thenComparing(Node::path));
        Map<String, List<Node>> children = new LinkedHashMap<>();
        nodes.forEach(node -> children.computeIfAbsent(node.parent(), key -> new ArrayList<>())
                .add(node));
        TreeData<Node> data = new TreeData<>();
        addChildren(data, null, "", children);
        return data;
    }

    private static void addChildren(
            TreeData<Node> data, @Nullable Node parent, String path, Map<String, List<Node>> children) {
        List<Node> below = children.getOrDefault(path, List.of());
        data.addItems(parent, below);
        below.stream().filter(Node::folder).forEach(node -> addChildren(data, node, node.path(), children));
    }

    /** In a small project all is open; in a large one only the top can be taken in. */
    private static boolean opensAtFirst(Node node, int files) {
        return files <= 40 && !node.ignored();
    }

    static boolean isDockerfile(String name) {
        return name.equals("Dockerfile")
                || name.startsWith("Dockerfile.")
                || name.endsWith(".Dockerfile")
                || name.equals("Containerfile");
    }

    /** A file or a folder; a folder's size is what of it is sent. */
    private record Node(String path, boolean folder, long size, boolean ignored) {

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String parent() {
            int slash = path.lastIndexOf('/');
            return slash < 0 ? "" : path.substring(0, slash);
        }
    }

    /** Whether {@code .dockerignore} leaves a path out. */
    @FunctionalInterface
    interface Ignored {
        boolean test(String path);
    }

    /** What can be done with a file. */
    interface Actions {
        void open(String path);

        /** @param folder ends with a slash, or is empty */
        void create(String folder);

        void rename(String path);

        void delete(String path);
    }
}
