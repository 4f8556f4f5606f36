package dev.slipway.ui.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.slipway.image.Retention;
import dev.slipway.image.RetentionPlan;
import dev.slipway.image.TagPolicy;
import dev.slipway.image.TagRules;
import dev.slipway.image.TagScope;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks for a rule and shows, before it is added, what it would do now. */
final class RuleDialog extends Dialog {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 8;
    private static final int NO_LIMIT = 0;

    private final transient Function<Permission, Seat> door;
    private final transient TagRules rules;
    private final transient Retention retention;
    private final Select<Kind> kind = new Select<>();
    private final TextField repositories = pattern("Repositories", "flask-app, backend/* or *");
    private final TextField tags = pattern("Tags", "latest, v* or *");
    private final Select<Integer> newest =
            number("Newest tags stay", "of no number", "the newest %d", 1, 3, 5, 10, 20, 50);
    private final Select<Integer> days = number("Young tags stay", "for no time", "for %d days", 7, 14, 30, 90, 365);
    private final Select<Integer> untagged =
            number("Images without a tag go", "never", "after %d days", 1, 7, 14, 30, 90);
    private final Paragraph what = new Paragraph();
    private final Div numbers = Parts.div("stack", newest, days, untagged);
    private final Div answer = new Div();
    private final Div preview = Parts.div("stack");

    private enum Kind {
        PROTECTION("Protection", "Nobody moves or deletes these tags, not even an owner, until the rule is gone."),
        IMMUTABILITY("Immutability", "Once set, such a tag names its image for ever. It can be deleted, never moved."),
        RETENTION("Retention", "A tag stays when it is among the newest or young enough; the others go once an hour.");

        private final String word;
        private final String sentence;

        Kind(String word, String sentence) {
            this.word = word;
            this.sentence = sentence;
        }
    }

    RuleDialog(Function<Permission, Seat> door, TagRules rules, Retention retention, Runnable added) {
        this.door = door;
        this.rules = rules;
        this.retention = retention;
        setHeaderTitle("Add rule");
        setWidth("520px");
        setMaxWidth("calc(100vw - 24px)");
        kind.setLabel("Kind");
        kind.setItems(Kind.values());
        kind.setItemLabelGenerator(each -> each.word);
        kind.setValue(Kind.PROTECTION);
        kind.setWidthFull();
        kind.addValueChangeListener(change -> showKind());
        newest.setValue(10);
        days.setValue(NO_LIMIT);
        untagged.setValue(7);
        what.addClassNames("small", "t2");
        add(Parts.div("stack", answer, kind, what, repositories, tags, numbers, preview));
        Button look = Parts.button(Glyph.EYE, "Preview");
        look.addClickListener(click -> act(this::look));
        Button add = new Button(
                "Add rule",
                click -> act(() -> {
                    this.rules.add(this.door.apply(Permission.MANAGE_RULES), scope(), policy());
                    close();
                    added.run();
                }));
        add.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(new Button("Close", click -> close()), look, add);
        showKind();
    }

    private void showKind() {
        what.setText(kind.getValue().sentence);
        numbers.setVisible(kind.getValue() == Kind.RETENTION);
        preview.removeAll();
    }

    private void act(Runnable action) {
        answer.removeAll();
        try {
            action.run();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
    }

    private void look() {
        RetentionPlan plan = retention.preview(door.apply(Permission.MANAGE_RULES), scope(), policy());
        preview.removeAll();
        if (kind.getValue() == Kind.RETENTION) {
            items(plan.removes(), "would go in the next round", "Nothing would go now.");
            items(plan.keeps(), "would stay all the same", "");
        } else {
            items(plan.keeps(), "are covered now", "No tag is covered now; those to come will be.");
        }
    }

    private void items(List<RetentionPlan.Item> items, String words, String none) {
        if (items.isEmpty()) {
            if (!none.isEmpty()) {
                preview.add(Parts.text("t2", none));
            }
            return;
        }
        long tagged = items.stream().filter(item -> item.tag().isPresent()).count();
        String counted = tagged == items.size()
                ? Words.count(tagged, "tag")
                : Words.count(tagged, "tag") + " and " + Words.count(items.size() - tagged, "image");
        Div list = Parts.div("optlist");
        items.stream().limit(SHOWN).forEach(item -> list.add(row(item)));
        if (items.size() > SHOWN) {
            list.add(Parts.div("previewrow t3", Parts.plain("and " + (items.size() - SHOWN) + " more")));
        }
        preview.add(Parts.text("strong", counted + " " + words), list);
    }

    private static Div row(RetentionPlan.Item item) {
        String name = item.repository()
                + item.tag()
                        .map(tag -> ":" + tag)
                        .orElse("@" + Words.shortDigest(item.digest().toString()));
        return Parts.div("previewrow", Parts.text("mono ell", name), Parts.text("small t3 ell", item.reason()));
    }

    private TagScope scope() {
        return new TagScope(repositories.getValue().strip(), tags.getValue().strip());
    }

    private TagPolicy policy() {
        return switch (kind.getValue()) {
            case PROTECTION -> new TagPolicy.Protection();
            case IMMUTABILITY -> new TagPolicy.Immutability();
            case RETENTION -> new TagPolicy.Retention(chosen(newest), chosen(days), chosen(untagged));
        };
    }

    private static Optional<Integer> chosen(Select<Integer> select) {
        return Optional.of(select.getValue()).filter(value -> value != NO_LIMIT);
    }

    private static TextField pattern(String label, String examples) {
        TextField field = new TextField(label);
        field.setHelperText(examples + "; * stands for any characters");
        field.setValue(TagScope.EVERY);
        field.setWidthFull();
        return field;
    }

    private static Select<Integer> number(String label, String none, String some, Integer... values) {
        Select<Integer> select = new Select<>();
        select.setLabel(label);
        Integer[] all = new Integer[values.length + 1];
        all[0] = NO_LIMIT;
        System.arraycopy(values, 0, all, 1, values.length);
        select.setItems(all);
        select.setItemLabelGenerator(value -> value == NO_LIMIT ? none : some.formatted(value));
        select.setWidthFull();
        return select;
    }
}
