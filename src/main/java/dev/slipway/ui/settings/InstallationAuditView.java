package dev.slipway.ui.settings;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentCaller;
import dev.slipway.account.User;
import dev.slipway.audit.AuditAction.Reach;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditFilter;
import dev.slipway.audit.AuditTrail;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Parts;
import jakarta.annotation.security.PermitAll;
import java.util.Map;

/** What happened outside of workspaces, for administrators; to everybody else this page never was. */
@Route(Navigation.INSTALLATION_AUDIT_ROUTE)
@PageTitle("Audit of the installation · Slipway")
@PermitAll
class InstallationAuditView extends Div implements BeforeEnterObserver, AuditLines.Source {

    private static final long serialVersionUID = 1L;

    private final transient CurrentCaller callers;
    private final transient AuditTrail trail;
    private final transient Accounts accounts;
    private final AuditLines lines = new AuditLines(
            this,
            "Audit of the installation",
            "Users made and deleted, workspaces deleted, sign-ins and tokens. What happens in a workspace is for its owners.",
            Reach.WORKSPACE);

    InstallationAuditView(CurrentCaller callers, AuditTrail trail, Accounts accounts) {
        this.callers = callers;
        this.trail = trail;
        this.accounts = accounts;
        addClassName("page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        removeAll();
        if (!callers.get().user().admin()) {
            event.rerouteToError(NotFoundException.class);
            return;
        }
        add(Parts.div("col", lines));
        lines.show(
                event.getLocation().getQueryParameters(),
                accounts.list(new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                        .map(User::name)
                        .toList());
    }

    @Override
    public Page<AuditEntry> list(AuditFilter filter, PageRequest page) {
        callers.get().requireAdministrator();
        return trail.list(filter, page);
    }

    @Override
    public String address(Map<String, String> filters) {
        return Navigation.installationAudit(filters);
    }

    @Override
    public String file(Map<String, String> filters) {
        return Navigation.installationAuditFile(filters);
    }
}
