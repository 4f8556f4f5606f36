package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Member;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who belongs to the workspace and what each may do. */
@Route(Navigation.MEMBERS_ROUTE)
@PermitAll
class MembersView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private final transient Members members;
    private final Div answer = new Div();
    private final Grid<Member> grid = new Grid<>();
    private final Span summary = Parts.text("t2", "");
    private long owners;

    MembersView(CurrentCaller callers, Access access, Members members) {
        super(callers, access, Section.SETTINGS);
        this.members = members;
        addClassName("page");
        grid.addClassName("rows52");
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(this::nameCell).setHeader("Name").setFlexGrow(3);
        grid.addComponentColumn(this::roleCell).setHeader("Role").setFlexGrow(0).setWidth("184px");
        grid.addComponentColumn(member -> Parts.time(
                        Words.when(member.since(), Instant.now(), Zone.ofBrowser()), member.since(), Zone.ofBrowser()))
                .setHeader("Since")
                .setFlexGrow(1);
        grid.addComponentColumn(this::removeCell)
                .setHeader("")
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(1);
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("Members · " + workspaceName());
        removeAll();
        Div head = Parts.div("pagehead", Parts.div("grow", Parts.title("Members"), summary));
        if (seat.allows(Permission.MANAGE_MEMBERS)) {
            Button add = Parts.primary(Glyph.PLUS, "Add member");
            add.addClickListener(click -> askForMember());
            head.add(Parts.div("toolbar", add));
        }
        Div page = Parts.div("colgroup", head, answer, Parts.div("sheet", grid), roles());
        add(SettingsFrame.around(workspaceName(), SettingsFrame.Place.MEMBERS, page));
        load();
    }

    private void load() {
        List<Member> all = members.list(seat(), new PageRequest(PageRequest.MAX_LIMIT, null))
                .items();
        owners = all.stream().filter(member -> member.role() == Role.OWNER).count();
        grid.setItems(all);
        summary.setText(
                all.size() == 1 ? "1 person can see this workspace" : all.size() + " people can see this workspace");
    }

    private Component nameCell(Member member) {
        Span name = new Span(member.user().displayName() + (isMe(member) ? " (you)" : ""));
        name.addClassName("title");
        Span avatar = Parts.avatar(member.user().displayName());
        avatar.removeClassName("s");
        return Parts.div(
                "row",
                avatar,
                Parts.div("cell2", name, Parts.text("mono", member.user().name())));
    }

    private Component roleCell(Member member) {
        if (!seat().allows(Permission.MANAGE_MEMBERS) || isOnlyOwner(member)) {
            return new Span(word(member.role()));
        }
        Select<Role> select = new Select<>();
        select.setAriaLabel("Role of " + member.user().displayName());
        select.addThemeNames("small");
        select.setItems(Role.values());
        select.setItemLabelGenerator(MembersView::word);
        select.setValue(member.role());
        select.addValueChangeListener(change -> act(() ->
                members.put(seatFor(Permission.MANAGE_MEMBERS), member.user().name(), change.getValue())));
        return select;
    }

    private Component removeCell(Member member) {
        if (isOnlyOwner(member)) {
            return Parts.text("small t3", "The only owner cannot leave");
        }
        if (!seat().allows(Permission.MANAGE_MEMBERS)) {
            return new Span();
        }
        Button remove = new Button("Remove");
        remove.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        remove.setAriaLabel("Remove " + member.user().displayName());
        remove.addClickListener(click -> Ask.destructive(
                        "Remove " + member.user().displayName(),
                        "Their builds and commits stay. Pages and tokens of theirs stop within a minute.",
                        "Remove member",
                        () -> {
                            members.remove(
                                    seatFor(Permission.MANAGE_MEMBERS),
                                    member.user().name());
                            load();
                        })
                .open());
        return remove;
    }

    private void askForMember() {
        TextField name = new TextField("User name");
        name.setHelperText("Somebody who has an account on this Slipway");
        name.setWidthFull();
        Select<Role> role = new Select<>();
        role.setLabel("Role");
        role.setItems(Role.values());
        role.setItemLabelGenerator(MembersView::word);
        role.setValue(Role.DEVELOPER);
        role.setWidthFull();
        new Ask(
                        "Add member",
                        "Add member",
                        () -> {
                            try {
                                members.put(
                                        seatFor(Permission.MANAGE_MEMBERS),
                                        name.getValue().strip(),
                                        role.getValue());
                            } catch (Refusal refusal) {
                                throw refusal.kind() == Refusal.Kind.NOT_FOUND
                                        ? Refusal.invalid(
                                                "/name",
                                                "no-such-user",
                                                "Nobody here has the name "
                                                        + name.getValue().strip() + ".")
                                        : refusal;
                            }
                            load();
                        },
                        name,
                        role)
                .open();
        name.focus();
    }

    private void act(Runnable action) {
        answer.removeAll();
        try {
            action.run();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
        load();
    }

    private boolean isOnlyOwner(Member member) {
        return owners == 1 && member.role() == Role.OWNER;
    }

    private boolean isMe(Member member) {
        return member.user().id().equals(seat().caller().id());
    }

    private static String word(Role role) {
        return switch (role) {
            case VIEWER -> "Viewer";
            case DEVELOPER -> "Developer";
            case MAINTAINER -> "Maintainer";
            case OWNER -> "Owner";
        };
    }

    /** The policy as a table; each row names one permission that stands for its like. */
    private static Div roles() {
        Map<String, Permission> rows = new LinkedHashMap<>();
        rows.put("See projects, logs, images; pull", Permission.VIEW);
        rows.put("Edit files, build, push", Permission.BUILD);
        rows.put("Delete projects, builds, images", Permission.DELETE_IMAGE);
        rows.put("Members, delete the workspace", Permission.MANAGE_MEMBERS);
        Element table = new Element("table");
        table.getClassList().add("roles");
        Element head = new Element("tr");
        head.appendChild(new Element("td"));
        for (Role role : Role.values()) {
            head.appendChild(cell("th", word(role)).setAttribute("scope", "col"));
        }
        table.appendChild(new Element("thead").appendChild(head));
        Element body = new Element("tbody");
        rows.forEach((words, permission) -> {
            Element row = new Element("tr");
            row.appendChild(cell("th", words).setAttribute("scope", "row"));
            for (Role role : Role.values()) {
                boolean may = role.compareTo(permission.least()) >= 0;
                row.appendChild(cell("td", may ? "✓" : "–").setAttribute("aria-label", may ? "yes" : "no"));
            }
            body.appendChild(row);
        });
        table.appendChild(body);
        Div sheet = Parts.div("sheet", Parts.div("cardhead", new H2("What a role may do")));
        sheet.getElement().appendChild(table);
        return sheet;
    }

    private static Element cell(String tag, String text) {
        Element cell = new Element(tag);
        cell.setText(text);
        return cell;
    }
}
