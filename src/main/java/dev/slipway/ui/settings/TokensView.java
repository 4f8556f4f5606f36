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
import dev.slipway.account.AccessToken;
import dev.slipway.account.AccessTokens;
import dev.slipway.account.CurrentCaller;
import dev.slipway.account.IssuedToken;
import dev.slipway.account.Scope;
import dev.slipway.account.TokenRequest;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.component.CopyLine;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Narrow;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceId;
import dev.slipway.workspace.Workspaces;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The caller's access tokens for this workspace and for all of his. A token's secret is shown once. */
@Route(Navigation.TOKENS_ROUTE)
@PermitAll
class TokensView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    /** An expiry that is so near is worth a look. */
    private static final Duration SOON = Duration.ofDays(7);

    private final transient CurrentCaller callers;
    private final transient AccessTokens tokens;
    private final transient Workspaces workspaces;
    private transient Map<WorkspaceId, String> places = new HashMap<>();
    private final Div issued = Parts.div("stack");
    private final Div list = Parts.div("sheet");
    private final Grid<AccessToken> grid = new Grid<>();

    TokensView(CurrentCaller callers, Access access, AccessTokens tokens, Workspaces workspaces) {
        super(callers, access, Section.SETTINGS);
        this.callers = callers;
        this.tokens = tokens;
        this.workspaces = workspaces;
        addClassName("page");
        grid.addClassName("rows52");
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(this::nameCell).setHeader("Name").setFlexGrow(3);
        Grid.Column<AccessToken> scopes = grid.addComponentColumn(TokensView::scopesCell)
                .setHeader("Scopes")
                .setFlexGrow(1);
        Grid.Column<AccessToken> used = grid.addComponentColumn(TokensView::usedCell)
                .setHeader("Last used")
                .setFlexGrow(1);
        Grid.Column<AccessToken> end = grid.addComponentColumn(TokensView::expiryCell)
                .setHeader("Expires")
                .setFlexGrow(1);
        grid.addComponentColumn(this::revokeCell)
                .setHeader("")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("112px")
                .setFlexGrow(0);
        Narrow.follow(this, narrow -> {
            scopes.setVisible(!narrow);
            used.setVisible(!narrow);
            end.setWidth(narrow ? "96px" : "100px").setFlexGrow(narrow ? 0 : 1);
        });
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        setPageTitle("Access tokens · " + workspaceName());
        removeAll();
        issued.removeAll();
        Button create = Parts.primary(Glyph.PLUS, "Create token");
        create.addClickListener(click -> askForToken());
        Div head = Parts.div(
                "pagehead",
                Parts.div(
                        "grow",
                        Parts.title("Access tokens"),
                        Parts.text("t2", "Keys of yours for machines: REST, docker login, git")),
                Parts.div("toolbar", create));
        Div page = Parts.div("colgroup", head, issued, list);
        add(SettingsFrame.around(seat, SettingsFrame.Place.TOKENS, page));
        load();
    }

    private void load() {
        List<AccessToken> all = tokens.list(callers.get().id(), new PageRequest(PageRequest.MAX_LIMIT, null))
                .items();
        places = new HashMap<>();
        workspaces
                .findAll(all.stream()
                        .flatMap(token -> token.workspace().stream())
                        .map(WorkspaceId::new)
                        .toList())
                .forEach((id, workspace) -> places.put(id, workspace.name().value()));
        list.removeAll();
        if (all.isEmpty()) {
            list.add(Parts.div(
                    "empty",
                    Parts.div(
                            "in",
                            Parts.text("strong", "No tokens yet"),
                            Parts.text(
                                    "t2",
                                    "A machine that pulls, pushes or builds signs in with one instead of your"
                                            + " password."))));
        } else {
            grid.setItems(all);
            list.add(grid);
        }
    }

    private void askForToken() {
        TextField name = new TextField("Name");
        name.setHelperText("What uses it, for instance ci or deploy-bot");
        name.setMaxLength(TokenRequest.MAX_NAME);
        name.setWidthFull();
        Select<Scope> scope = new Select<>();
        scope.setLabel("May");
        scope.setItems(Scope.values());
        scope.setItemLabelGenerator(TokensView::words);
        scope.setValue(Scope.WRITE);
        scope.setWidthFull();
        Select<Boolean> reach = new Select<>();
        reach.setLabel("In");
        reach.setItems(true, false);
        reach.setItemLabelGenerator(only -> only ? workspaceName() + " only" : "all my workspaces");
        reach.setValue(true);
        reach.setWidthFull();
        Select<Lifetime> life = new Select<>();
        life.setLabel("Works for");
        life.setItems(Lifetime.values());
        life.setItemLabelGenerator(Lifetime::words);
        life.setValue(Lifetime.QUARTER);
        life.setWidthFull();
        new Ask(
                        "Create token",
                        "Create token",
                        () -> {
                            Seat seat = seatFor(Permission.VIEW);
                            IssuedToken made = tokens.issue(
                                    callers.get(),
                                    new TokenRequest(
                                            name.getValue(),
                                            Set.of(scope.getValue()),
                                            Optional.of(seat.workspace().id().value())
                                                    .filter(only -> reach.getValue()),
                                            life.getValue().end()));
                            showOnce(made);
                            load();
                        },
                        name,
                        scope,
                        reach,
                        life)
                .open();
        name.focus();
    }

    private void showOnce(IssuedToken made) {
        issued.removeAll();
        Notice notice = Notice.info(
                "Copy " + made.token().name() + " now.", "It is shown this once; Slipway keeps only its hash.");
        issued.add(
                notice,
                new CopyLine(made.secret()),
                CopyLine.command("docker login " + Registry.ofBrowser() + " -u "
                        + callers.get().user().name()));
    }

    private Component nameCell(AccessToken token) {
        Span where = new Span(token.workspace()
                .map(id -> places.getOrDefault(new WorkspaceId(id), "a workspace that is gone") + " only")
                .orElse("all workspaces"));
        return Parts.div("cell2", Parts.text("title", token.name()), where);
    }

    private static Component scopesCell(AccessToken token) {
        Div chips = Parts.div("tags");
        token.scopes().stream().sorted().forEach(scope -> chips.add(Parts.chip("", scope.word())));
        return chips;
    }

    private static Component usedCell(AccessToken token) {
        return token.lastUsedAt()
                .<Component>map(at -> Parts.time(Words.ago(at, Instant.now(), Zone.ofBrowser()), at, Zone.ofBrowser()))
                .orElseGet(() -> Parts.text("t2", "never"));
    }

    private static Component expiryCell(AccessToken token) {
        if (isOver(token)) {
            return Parts.chip("warn", "expired");
        }
        return token.expiresAt()
                .<Component>map(end -> {
                    Span time = Parts.time(left(end), end, Zone.ofBrowser());
                    if (end.isBefore(Instant.now().plus(SOON))) {
                        time.addClassName("warntext");
                    }
                    return time;
                })
                .orElseGet(() -> Parts.text("t2", "never"));
    }

    private static boolean isOver(AccessToken token) {
        return token.expiresAt().filter(end -> !end.isAfter(Instant.now())).isPresent();
    }

    private static String left(Instant end) {
        Duration left = Duration.between(Instant.now(), end);
        return left.toDays() >= 1
                ? "in " + Words.count(Math.round(left.toHours() / 24.0), "day")
                : "in " + Words.count(Math.max(1, left.toHours()), "hour");
    }

    private Component revokeCell(AccessToken token) {
        boolean over = isOver(token);
        Button revoke = new Button(over ? "Delete" : "Revoke");
        revoke.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.ERROR);
        revoke.getElement().getThemeList().add("danger");
        revoke.setAriaLabel((over ? "Delete " : "Revoke ") + token.name());
        revoke.addClickListener(click -> Ask.destructive(
                        (over ? "Delete token " : "Revoke token ") + token.name(),
                        over
                                ? "It has expired and opens nothing. It goes from this list."
                                : "Machines that use it are turned away at once, in the middle of a push or a log, too. It"
                                        + " can't be brought back; what they made stays.",
                        over ? "Delete token" : "Revoke token",
                        () -> {
                            tokens.revoke(callers.get(), token.id());
                            load();
                        })
                .open());
        return revoke;
    }

    private static String words(Scope scope) {
        return switch (scope) {
            case READ -> "read: see and pull";
            case WRITE -> "write: build, push and edit, too";
            case ADMIN -> "admin: everything that I may";
        };
    }
}
