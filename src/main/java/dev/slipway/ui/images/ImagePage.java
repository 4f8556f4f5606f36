package dev.slipway.ui.images;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.dom.Element;
import dev.slipway.image.ImageDetails;
import dev.slipway.image.Layer;
import dev.slipway.image.PlatformImage;
import dev.slipway.image.PullCommand;
import dev.slipway.image.TagName;
import dev.slipway.oci.ImageConfig;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.ui.pushes.PushDesk;
import dev.slipway.ui.pushes.PushImage;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** One image: what it weighs, which instruction made which layer, and how it starts. */
final class ImagePage extends Div {

    private static final long serialVersionUID = 1L;

    private final transient Seat seat;
    private final transient ImageDetails image;
    private final Div strip = Parts.div("strip");
    private final Div layers = Parts.div("layers");
    private final Div layerFacts = new Div();
    private final Div body = Parts.div("two image");
    private final List<Bar> bars = new ArrayList<>();

    ImagePage(Seat seat, ImageDetails image, PushDesk pushes) {
        this.seat = seat;
        this.image = image;
        addClassName("colgroup");
        Div tools = Parts.div("toolbar");
        add(head(tools), facts(), pullLine());
        tools.add(PushImage.ofImage(
                pushes,
                image.repository(),
                image.digest(),
                image.tags().stream().findFirst().map(TagName::value)));
        if (image.platforms().isEmpty()) {
            add(Notice.warning("This is not an image to run.", "It is an artifact of type " + image.mediaType() + "."));
            return;
        }
        if (image.platforms().size() > 1) {
            tools.addComponentAsFirst(platformSelect());
        }
        add(strip, body);
        show(image.platforms().getFirst());
    }

    private Div head(Div tools) {
        String digest = image.digest().toString();
        Nav crumbs = new Nav(
                Parts.link(Navigation.images(workspace()), "Images"),
                Parts.text("", "/"),
                Parts.link(
                        Navigation.repository(workspace(), image.repository().value()),
                        image.repository().value()));
        crumbs.addClassName("crumbs");
        crumbs.setAriaLabel("Where you are");
        Button copy = Parts.iconButton(Glyph.COPY, "Copy digest");
        Parts.copyOnClick(copy, digest);
        H1 title = Parts.title(Words.shortDigest(digest));
        title.addClassName("mono");
        title.setTitle(digest);
        Div tags = Parts.div("tags");
        image.tags().forEach(tag -> tags.add(Parts.chip("tag mono", Glyph.TAG, tag.value())));
        return Parts.div(
                "pagehead", Parts.div("grow", crumbs, Parts.div("row wrap titlerow", title, copy, tags)), tools);
    }

    private DescriptionList facts() {
        ZoneId zone = Zone.ofBrowser();
        DescriptionList facts = new DescriptionList();
        facts.addClassName("facts");
        facts.add(Parts.fact("Size, compressed", Parts.text("num", Words.size(image.size()))));
        image.build()
                .ifPresentOrElse(
                        build -> facts.add(Parts.fact(
                                "Made by",
                                Parts.link(Navigation.build(workspace(), build.value()), "Build #" + build))),
                        () -> facts.add(Parts.fact(
                                "Made by",
                                image.actor().map(actor -> "pushed by " + actor).orElse("pushed"))));
        facts.add(
                Parts.fact(
                        "Came",
                        Parts.time(Words.whenExactly(image.pushedAt(), Instant.now(), zone), image.pushedAt(), zone)),
                Parts.fact(
                        "Platform",
                        Parts.text(
                                "mono",
                                image.platforms().stream()
                                        .map(PlatformImage::platform)
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", ")))),
                Parts.fact("Compression", compression()));
        boolean attested = image.platforms().stream()
                .anyMatch(platform -> !platform.attestations().isEmpty());
        facts.add(Parts.fact("Attestations", attested ? "present" : "none"));
        return facts;
    }

    private Component pullLine() {
        String command = image.tags().stream()
                .findFirst()
                .map(tag ->
                        PullCommand.byTag(Registry.ofBrowser(), seat.workspace().name(), image.repository(), tag))
                .orElseGet(() -> PullCommand.byDigest(
                        Registry.ofBrowser(), seat.workspace().name(), image.repository(), image.digest()))
                .toString();
        return Parts.commandLine(command);
    }

    private Select<PlatformImage> platformSelect() {
        Select<PlatformImage> select = new Select<>();
        select.setAriaLabel("Platform");
        select.setItems(image.platforms());
        select.setItemLabelGenerator(platform -> platform.platform().toString());
        select.setValue(image.platforms().getFirst());
        select.addValueChangeListener(change -> show(change.getValue()));
        return select;
    }

    private String compression() {
        return image.platforms().stream()
                .flatMap(platform -> platform.layers().stream())
                .flatMap(layer -> layer.mediaType().stream())
                .map(type -> type.endsWith("zstd") ? "zstd" : type.endsWith("gzip") ? "gzip" : "none")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void show(PlatformImage platform) {
        List<Layer> all = platform.layers();
        long total = Math.max(1, all.stream().mapToLong(Layer::size).sum());
        long largest = Math.max(1, all.stream().mapToLong(Layer::size).max().orElse(1));
        strip.removeAll();
        layers.removeAll();
        bars.clear();
        strip.getElement().setAttribute("role", "img");
        strip.getElement().setAttribute("aria-label", "Share of each layer of " + Words.size(total));
        long count = all.stream().filter(layer -> !layer.isConfigurationOnly()).count();
        int number = 0;
        for (Layer layer : all) {
            boolean real = !layer.isConfigurationOnly();
            if (real) {
                number++;
            }
            bars.add(bar(layer, real ? number : 0, total, largest));
        }
        bars.forEach(bar -> {
            layers.add(bar.row());
            if (bar.number() > 0) {
                strip.getElement().appendChild(bar.share());
            }
        });
        Div left = Parts.div(
                "sheet",
                Parts.div(
                        "cardhead",
                        new H2("Layers"),
                        Parts.text("count", Long.toString(count)),
                        Parts.filler(),
                        Parts.text("small t3", "oldest first")),
                layers);
        Div right = Parts.div("colgroup", Parts.div("sheet", layerFacts), configuration(platform.config()));
        body.removeAll();
        body.add(left, right);
        bars.stream()
                .filter(bar -> bar.number() > 0)
                .max(Comparator.comparingLong(bar -> bar.layer().size()))
                .ifPresent(this::choose);
    }

    private Bar bar(Layer layer, int number, long total, long largest) {
        NativeButton row = new NativeButton();
        row.addClassName("layer");
        String instruction = layer.instruction().isEmpty() ? layer.createdBy() : layer.instruction();
        int space = instruction.indexOf(' ');
        Span words = Parts.span(
                "ins",
                bold(space < 0 ? instruction : instruction.substring(0, space)),
                new Span(space < 0 ? "" : instruction.substring(space)));
        words.setTitle(layer.createdBy());
        row.add(Parts.text("n", number == 0 ? "" : Integer.toString(number)), words);
        Element share = new Element("i");
        if (number == 0) {
            row.addClassName("meta");
            row.add(Parts.text("small t3", "configuration only"), Parts.text("size", "0 B"));
        } else {
            Span track = Parts.span("share");
            Element filled = new Element("i");
            filled.getStyle().set("width", 100 * layer.size() / largest + "%");
            track.getElement().appendChild(filled);
            row.add(track, Parts.text("size", Words.size(layer.size())));
            share.getStyle().set("flex", Math.max(1, 1000 * layer.size() / total) + " 1 0");
            if (layer.size() * 20 < total) {
                share.getClassList().add("thin");
            } else {
                share.setText("layer " + number + ", " + Words.size(layer.size()));
            }
        }
        Bar bar = new Bar(layer, number, row, share);
        row.addClickListener(click -> choose(bar));
        return bar;
    }

    private void choose(Bar chosen) {
        bars.forEach(bar -> {
            boolean on = bar.row().equals(chosen.row());
            bar.row().getElement().setAttribute("aria-pressed", Boolean.toString(on));
            bar.share().getClassList().set("on", on);
        });
        Layer layer = chosen.layer();
        DescriptionList facts = new DescriptionList();
        facts.addClassName("kv");
        pair(facts, "Instruction", layer.createdBy().isEmpty() ? layer.instruction() : layer.createdBy());
        layer.digest().ifPresent(digest -> pair(facts, "Digest", digest.toString()));
        layer.mediaType().ifPresent(type -> pair(facts, "Media type", type));
        pair(facts, "Size", Words.size(layer.size()));
        ZoneId zone = Zone.ofBrowser();
        layer.createdAt().ifPresent(at -> pair(facts, "Created", Words.exact(at, zone)));
        layerFacts.removeAll();
        layerFacts.add(
                Parts.div("cardhead", new H2(chosen.number() == 0 ? "Configuration only" : "Layer " + chosen.number())),
                facts);
    }

    private static Div configuration(ImageConfig config) {
        ImageConfig.Execution run = config.execution();
        DescriptionList facts = new DescriptionList();
        facts.addClassName("kv");
        if (!run.entrypoint().isEmpty()) {
            pair(facts, "Entry point", String.join(" ", run.entrypoint()));
        }
        pair(facts, "Command", run.cmd().isEmpty() ? "none" : String.join(" ", run.cmd()));
        pair(facts, "User", run.user().isEmpty() ? "root" : run.user());
        pair(facts, "Working folder", run.workingDir().isEmpty() ? "/" : run.workingDir());
        if (!run.exposedPorts().isEmpty()) {
            pair(facts, "Ports", String.join(", ", run.exposedPorts()));
        }
        if (!run.env().isEmpty()) {
            pair(facts, "Environment", String.join("\n", run.env()));
        }
        if (!run.labels().isEmpty()) {
            pair(
                    facts,
                    "Labels",
                    run.labels().entrySet().stream()
                            .map(label -> label.getKey() + "=" + label.getValue())
                            .collect(Collectors.joining("\n")));
        }
        return Parts.div("sheet", Parts.div("cardhead", new H2("Configuration")), facts);
    }

    private static void pair(DescriptionList list, String term, String value) {
        DescriptionList.Description description = new DescriptionList.Description();
        description.getStyle().set("white-space", "pre-wrap");
        description.setText(value);
        list.add(new DescriptionList.Term(term), description);
    }

    private static Span bold(String text) {
        return Parts.text("strong", text);
    }

    private String workspace() {
        return seat.workspace().name().value();
    }

    /** A layer's row, and its share of the strip; number 0 for an instruction without a layer. */
    private record Bar(Layer layer, int number, NativeButton row, Element share) {}
}
