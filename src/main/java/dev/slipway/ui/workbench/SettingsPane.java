package dev.slipway.ui.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeLabel;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.Compression;
import dev.slipway.build.DockerfileOutline;
import dev.slipway.build.EngineCondition;
import dev.slipway.build.ImageTag;
import dev.slipway.dockerfile.Argument;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the next build runs. The choices come from the Dockerfile itself. */
final class SettingsPane extends Div {

    private static final long serialVersionUID = 1L;

    private final Select<String> target = new Select<>();
    private final Div arguments = Parts.div("setgroup");
    private final Div secrets = Parts.div("setgroup");
    private final Map<String, TextField> values = new LinkedHashMap<>();
    private final MultiSelectComboBox<String> tags = new MultiSelectComboBox<>();
    private final List<String> knownTags = new ArrayList<>();
    private final Checkbox noCache = new Checkbox("Ignore cache for all steps");
    private final Checkbox pull = new Checkbox("Pull newer base images");
    private final Select<Compression> compression = new Select<>();
    private final Div targetHint = Parts.div("t3");
    private DockerfileOptions shown = DockerfileOptions.NONE;

    SettingsPane(List<String> defaultTags, EngineCondition engine, Runnable close) {
        addClassNames("pane", "wb-settings");
        Button hide = Parts.iconButton(Glyph.X, "Hide build settings");
        hide.addClickListener(click -> close.run());
        Div head = Parts.div("panehead", new H2("Build settings"), Parts.filler(), hide);
        target.setAriaLabel("Target");
        target.addThemeNames("small");
        target.getElement().setAttribute("data-start", "");
        tags.setAriaLabel("Tags");
        tags.addThemeNames("small");
        tags.setAllowCustomValue(true);
        tags.setPlaceholder("repository:tag");
        tags.addCustomValueSetListener(typed -> addTag(typed.getDetail().strip()));
        tags.addValueChangeListener(change -> tags.setInvalid(false));
        knownTags.addAll(defaultTags);
        tags.setItems(knownTags);
        tags.setValue(new LinkedHashSet<>(defaultTags));
        noCache.addThemeNames("small");
        pull.addThemeNames("small");
        compression.setAriaLabel("Compression of the layers");
        compression.addThemeNames("small");
        compression.setItems(Compression.values());
        compression.setItemLabelGenerator(SettingsPane::words);
        compression.setValue(Compression.ZSTD);
        Div settings = Parts.div(
                "settings",
                group("Target", targetHint, target),
                arguments,
                secrets,
                group("Tags", Parts.div("t3"), tags),
                group("Cache", Parts.div("t3"), noCache, pull),
                group("Layers", Parts.div("t3"), compression),
                group("Network of RUN steps", Parts.div("t3"), network(engine)));
        add(head);
        if (!engine.canBuild()) {
            add(Notice.failed("This server can't build yet.", engine.sentence()));
        }
        add(settings);
        show(DockerfileOptions.NONE);
    }

    void focusFirst() {
        target.focus();
    }

    /** Takes over what the Dockerfile offers; values that a person gave stay where the name stays. */
    void show(DockerfileOptions options) {
        if (options.equals(shown) && !values.isEmpty()) {
            return;
        }
        shown = options;
        showStages(options.stages());
        showArguments(options);
        showSecrets(options.secrets());
    }

    private void showSecrets(List<DockerfileOutline.Mount> wanted) {
        secrets.removeAll();
        secrets.setVisible(!wanted.isEmpty());
        secrets.add(header("Secrets", Parts.div("t3", Parts.plain("that steps mount"))));
        wanted.forEach(secret -> secrets.add(Parts.div(
                "argrow",
                Parts.text("mono", secret.name()),
                Parts.text("t3", secret.required() ? "required" : "optional"))));
    }

    /** @throws Refusal INVALID, with the field that does not fit */
    BuildRequest.Builder request(String dockerfile) {
        BuildRequest.Builder request = BuildRequest.builder()
                .dockerfile(dockerfile)
                .tags(List.copyOf(tags.getValue()))
                .noCache(noCache.getValue())
                .pull(pull.getValue())
                .compression(compression.getValue());
        String stage = target.getValue();
        if (stage != null && !stage.isEmpty()) {
            request.target(stage);
        }
        values.forEach((name, field) -> {
            if (!field.isEmpty()) {
                request.arg(name, field.getValue());
            }
        });
        return request;
    }

    private static Component network(EngineCondition engine) {
        return engine.isolated()
                ? Parts.div("t3", Parts.plain("bridge"))
                : Notice.warning("Not isolated.", engine.sentence());
    }

    private void showStages(List<String> stages) {
        String before = target.getValue();
        List<String> items = new ArrayList<>();
        items.add("");
        items.addAll(stages);
        boolean named = !stages.isEmpty() && !stages.getLast().matches("[0-9]+");
        String last = named ? stages.getLast() + " (last stage)" : "Last stage";
        target.setItemLabelGenerator(stage -> stage.isEmpty() ? last : stage);
        if (!stages.isEmpty()) {
            items.removeLast();
        }
        target.setItems(items);
        target.setValue(before != null && items.contains(before) ? before : "");
        targetHint.setText(stages.isEmpty() ? "" : Words.count(stages.size(), "stage"));
    }

    private void showArguments(DockerfileOptions options) {
        List<Argument> wanted = options.arguments();
        Map<String, String> typed = new LinkedHashMap<>();
        values.forEach((name, field) -> typed.put(name, field.getValue()));
        values.clear();
        arguments.removeAll();
        arguments.setVisible(!wanted.isEmpty());
        arguments.add(header("Arguments", Parts.div("t3", Parts.plain("from the Dockerfile"))));
        wanted.forEach(argument -> {
            TextField field = new TextField();
            field.addThemeNames("small");
            field.addClassName("mono-field");
            field.setAriaLabel("Argument " + argument.name());
            field.setPlaceholder(argument.value().orElse("not set"));
            field.setValueChangeMode(ValueChangeMode.LAZY);
            NativeLabel label = new NativeLabel(argument.name());
            label.setTitle(options.descriptions().getOrDefault(argument.name(), argument.name()));
            field.addValueChangeListener(change -> {
                if (change.getValue().isEmpty()) {
                    label.removeClassName("changed");
                } else {
                    label.addClassName("changed");
                }
            });
            field.setValue(typed.getOrDefault(argument.name(), ""));
            values.put(argument.name(), field);
            arguments.add(Parts.div("argrow", label, field));
        });
    }

    private void addTag(String text) {
        try {
            String tag = ImageTag.parse(text).toString();
            Set<String> chosen = new LinkedHashSet<>(tags.getValue());
            chosen.add(tag);
            if (!knownTags.contains(tag)) {
                knownTags.add(tag);
                tags.setItems(knownTags);
            }
            tags.setValue(chosen);
        } catch (Refusal refusal) {
            tags.setErrorMessage(refusal.sentence());
            tags.setInvalid(true);
        }
    }

    private static Div group(String title, Div hint, Component... content) {
        Div group = Parts.div("setgroup", header(title, hint));
        group.add(content);
        return group;
    }

    private static Header header(String title, Div hint) {
        return new Header(new H3(title), Parts.filler(), hint);
    }

    private static String words(Compression compression) {
        return switch (compression) {
            case ZSTD -> "zstd (fast; Docker 23 and newer)";
            case GZIP -> "gzip (slow; everything reads it)";
            case UNCOMPRESSED -> "none";
        };
    }
}
