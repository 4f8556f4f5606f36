package dev.slipway.ui.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.component.CopyLine;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Narrow;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.RoleWords;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Invitations;
import dev.slipway.workspace.IssuedInvitation;
import dev.slipway.workspace.Member;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.List;

/** Who belongs to the workspace, what each may do, and the links by which others come in. */
@Route(Navigation.MEMBERS_ROUTE)
@PermitAll
class MembersView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private final transient Members members;
    private final transient Invitations invitations;
    private final Div answer = new Div();
    private final Grid<Member> grid = new Grid<>();
    private final Span summary = Parts.text("t2", "");
    private final InvitationsCard open;
    private long owners;

    MembersView(CurrentCaller callers, Access access, Members members, Invitations invitations) {
        super(callers, access, Section.SETTINGS);
        this.members = members;
        this.invitations = invitations;
        this.open = new InvitationsCard(invitations, () -> seatFor(Permission.MANAGE_MEMBERS));
        addClassName("page");
        grid.addClassName("rows52");
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(this::nameCell).setHeader("Name").setFlexGrow(3);
        Grid.Column<Member> role =
                grid.addComponentColumn(this::roleCell).setHeader("Role").setFlexGrow(0);
        Grid.Column<Member> since = grid.addComponentColumn(member -> Parts.time(
                        Words.when(member.since(), Instant.now(), Zone.ofBrowser()), member.since(), Zone.ofBrowser()))
                .setHeader("Since")
                .setFlexGrow(1);
        Grid.Column<Member> leave =
                grid.addComponentColumn(this::leaveCell).setHeader("").setTextAlign(ColumnTextAlign.END);
        Narrow.follow(this, narrow -> {
            since.setVisible(!narrow);
            role.setWidth(narrow ? "144px" : "152px");
            leave.setFlexGrow(narrow ? 0 : 1).setWidth(narrow ? "96px" : "160px");
        });
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("Members · " + workspaceName());
        removeAll();
        answer.removeAll();
        Div head = Parts.div("pagehead", Parts.div("grow", Parts.title("Members"), summary));
        Div below = Parts.div("two half");
        if (seat.allows(Permission.MANAGE_MEMBERS)) {
            Button add = Parts.button(Glyph.PLUS, "Add member");
            add.addClickListener(click -> askForMember());
            Button invite = Parts.primary(Glyph.LINK, "Invite by link");
            invite.addClickListener(click -> askForInvitation());
            head.add(Parts.div("toolbar", add, invite));
            below.add(open);
            open.load();
        }
        below.add(new RolesCard());
        Div page = Parts.div("colgroup", head, answer, Parts.div("sheet", grid), below);
        add(SettingsFrame.around(seat, SettingsFrame.Place.MEMBERS, page));
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
            return new Span(RoleWords.word(member.role()));
        }
        Select<Role> select = new Select<>();
        select.setAriaLabel("Role of " + member.user().displayName());
        select.addThemeNames("small");
        select.setWidthFull();
        select.setItems(Role.values());
        select.setItemLabelGenerator(RoleWords::word);
        select.setValue(member.role());
        select.addValueChangeListener(change -> act(() ->
                members.put(seatFor(Permission.MANAGE_MEMBERS), member.user().name(), change.getValue())));
        return select;
    }

    private Component leaveCell(Member member) {
        if (isOnlyOwner(member)) {
            return Parts.text("small t3 wraps", isMe(member) ? "The only owner can't leave" : "The only owner");
        }
        if (isMe(member)) {
            return quiet("Leave", "Leave " + workspaceName(), this::askToLeave);
        }
        return seat().allows(Permission.MANAGE_MEMBERS)
                ? quiet("Remove", "Remove " + member.user().displayName(), () -> askToRemove(member))
                : new Span();
    }

    private static Button quiet(String word, String name, Runnable action) {
        Button button = new Button(word);
        button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        button.setAriaLabel(name);
        button.addClickListener(click -> action.run());
        return button;
    }

    private void askToRemove(Member member) {
        Ask.destructive(
                        "Remove " + member.user().displayName(),
                        "Their builds and commits stay. Their open pages, logs and registry sessions end at once, and so do"
                                + " invitations that they made.",
                        "Remove member",
                        () -> {
                            members.remove(
                                    seatFor(Permission.MANAGE_MEMBERS),
                                    member.user().name());
                            refresh();
                        })
                .open();
    }

    private void askToLeave() {
        Ask.destructive(
                        "Leave " + workspaceName(),
                        "Your builds and commits stay. To come back you need a new invitation.",
                        "Leave workspace",
                        () -> {
                            Seat seat = seatFor(Permission.LEAVE);
                            members.remove(seat, seat.caller().user().name());
                            getUI().ifPresent(ui -> ui.navigate(Navigation.home()));
                        })
                .open();
    }

    private void askForMember() {
        TextField name = new TextField("User name");
        name.setHelperText("Somebody who has an account on this Slipway");
        name.setWidthFull();
        Select<Role> role = roleSelect();
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
                                                        + name.getValue().strip()
                                                        + ". Invite them by link instead.")
                                        : refusal;
                            }
                            load();
                        },
                        name,
                        role)
                .open();
        name.focus();
    }

    private void askForInvitation() {
        Select<Role> role = roleSelect();
        Select<Lifetime> life = new Select<>();
        life.setLabel("Works for");
        life.setItems(Lifetime.ofInvitations());
        life.setItemLabelGenerator(Lifetime::words);
        life.setValue(Lifetime.WEEK);
        life.setWidthFull();
        new Ask(
                        "Invite by link",
                        "Create link",
                        () -> {
                            IssuedInvitation issued = invitations.issue(
                                    seatFor(Permission.MANAGE_MEMBERS),
                                    life.getValue().invitation(role.getValue()));
                            showOnce(issued);
                            open.load();
                        },
                        Parts.text(
                                "t2",
                                "Whoever opens the link joins %s, with an account that they have or make there."
                                        .formatted(workspaceName())),
                        role,
                        life)
                .open();
    }

    private void showOnce(IssuedInvitation issued) {
        answer.removeAll();
        Div shown = Parts.div(
                "stack",
                Notice.info(
                        "Copy the link now.",
                        "It is shown this once and lets one person in as %s until %s."
                                .formatted(
                                        RoleWords.word(issued.invitation().role()),
                                        Words.when(issued.invitation().expiresAt(), Instant.now(), Zone.ofBrowser()))),
                new CopyLine(Origin.ofBrowser() + "/" + Navigation.invitation(issued.key())));
        answer.add(shown);
    }

    private static Select<Role> roleSelect() {
        Select<Role> role = new Select<>();
        role.setLabel("Role");
        role.setItems(Role.values());
        role.setItemLabelGenerator(each -> RoleWords.word(each) + ": " + RoleWords.gist(each));
        role.setValue(Role.DEVELOPER);
        role.setWidthFull();
        return role;
    }

    private void act(Runnable action) {
        answer.removeAll();
        try {
            action.run();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
        refresh();
    }

    /** Who changes his own role may see less afterwards: the page is asked for anew. */
    private void refresh() {
        load();
        if (seat().allows(Permission.MANAGE_MEMBERS)) {
            try {
                seatFor(Permission.MANAGE_MEMBERS);
                open.load();
            } catch (Refusal refusal) {
                getUI().ifPresent(ui -> ui.refreshCurrentRoute(false));
            }
        }
    }

    private boolean isOnlyOwner(Member member) {
        return owners == 1 && member.role() == Role.OWNER;
    }

    private boolean isMe(Member member) {
        return member.user().id().equals(seat().caller().id());
    }
}
