package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.image.Retention;
import dev.slipway.image.TagPolicy;
import dev.slipway.image.TagPolicy.Immutability;
import dev.slipway.image.TagPolicy.Protection;
import dev.slipway.image.TagRule;
import dev.slipway.image.TagRules;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.RuleWords;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The workspace's rules about tags; a maintainer adds and removes them, and sees first what one would do. */
@Route(Navigation.RULES_ROUTE)
@PermitAll
class RulesView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private final transient TagRules rules;
    private final transient Retention retention;
    private final Div list = Parts.div("colgroup");

    RulesView(CurrentCaller callers, Access access, TagRules rules, Retention retention) {
        super(callers, access, Section.SETTINGS);
        this.rules = rules;
        this.retention = retention;
        addClassName("page");
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("Rules · " + workspaceName());
        removeAll();
        Div tools = Parts.div("toolbar");
        if (seat.allows(Permission.MANAGE_RULES)) {
            Button add = Parts.primary(Glyph.PLUS, "Add rule");
            add.addClickListener(click -> new RuleDialog(this::seatFor, rules, retention, this::load).open());
            tools.add(add);
        }
        Div head = Parts.div(
                "pagehead",
                Parts.div(
                        "grow",
                        Parts.title("Rules"),
                        Parts.text("t2", "They hold for everybody: the UI, REST, builds, docker push")),
                tools);
        add(SettingsFrame.around(seat(), SettingsFrame.Place.RULES, Parts.div("colgroup", head, list)));
        load();
    }

    private void load() {
        List<TagRule> all = rules.list(seat().workspace().id());
        list.removeAll();
        list.add(
                sheet(
                        all,
                        Protection.class,
                        "Protection",
                        "Nobody moves or deletes these tags until the rule is gone."),
                sheet(
                        all,
                        Immutability.class,
                        "Immutability",
                        "Once set, such a tag never names another image. It can be deleted."),
                sheet(
                        all,
                        TagPolicy.Retention.class,
                        "Retention",
                        "Once an hour, what no rule keeps is removed; what is protected, linked or pushed stays."));
    }

    private Div sheet(List<TagRule> all, Class<? extends TagPolicy> kind, String name, String what) {
        List<TagRule> some =
                all.stream().filter(rule -> kind.isInstance(rule.policy())).toList();
        Div sheet = Parts.div(
                "sheet",
                Parts.div(
                        "cardhead",
                        new H2(name),
                        Parts.text("count", Integer.toString(some.size())),
                        Parts.filler(),
                        Parts.text("small t3 ell opt", what)));
        if (some.isEmpty()) {
            sheet.add(Parts.div("nrow center", Parts.text("t3", "No " + name.toLowerCase(Locale.ROOT) + " rule yet")));
        }
        some.forEach(rule -> sheet.add(row(rule)));
        return sheet;
    }

    private Div row(TagRule rule) {
        Instant at = rule.createdAt();
        Div row = Parts.div(
                "nrow rule",
                RuleWords.glyph(rule.policy()).icon(),
                Parts.div(
                        "cell2 grow",
                        Parts.text("title mono", rule.scope().toString()),
                        Parts.text("", RuleWords.words(rule))),
                Parts.div(
                        "row t3 small opt",
                        Parts.avatar(rule.actor()),
                        Parts.time(Words.when(at, Instant.now(), Zone.ofBrowser()), at, Zone.ofBrowser())));
        if (seat().allows(Permission.MANAGE_RULES)) {
            row.add(remove(rule));
        }
        return row;
    }

    private Component remove(TagRule rule) {
        Button remove = new Button("Remove");
        remove.addThemeVariants(ButtonVariant.SMALL);
        remove.setAriaLabel("Remove the rule " + rule.scope());
        remove.addClickListener(click -> Ask.destructive(
                        "Remove rule " + rule.scope(),
                        "The tags stay; from now on the rule no longer holds for them.",
                        "Remove rule",
                        () -> {
                            rules.remove(seatFor(Permission.MANAGE_RULES), rule.id());
                            load();
                        })
                .open());
        return remove;
    }
}
