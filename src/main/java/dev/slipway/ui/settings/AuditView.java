package dev.slipway.ui.settings;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.audit.AuditAction.Reach;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditFilter;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Member;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceTrail;
import jakarta.annotation.security.PermitAll;
import java.util.Map;

/** Who did what in the workspace, for its owners. */
@Route(Navigation.AUDIT_ROUTE)
@PermitAll
class AuditView extends WorkspaceScreen implements AuditLines.Source {

    private static final long serialVersionUID = 1L;

    private final transient WorkspaceTrail trail;
    private final transient Members members;
    private final AuditLines lines =
            new AuditLines(this, "Audit", "Who did what here. Lines are added, never changed.", Reach.INSTALLATION);

    AuditView(CurrentCaller callers, Access access, WorkspaceTrail trail, Members members) {
        super(callers, access, Section.SETTINGS);
        this.trail = trail;
        this.members = members;
        addClassName("page");
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        seat.require(Permission.VIEW_AUDIT);
        setPageTitle("Audit · " + workspaceName());
        removeAll();
        add(SettingsFrame.around(seat, SettingsFrame.Place.AUDIT, lines));
        lines.show(
                event.getLocation().getQueryParameters(),
                members.list(seat, new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                        .map(Member::user)
                        .map(user -> user.name())
                        .toList());
    }

    @Override
    public Page<AuditEntry> list(AuditFilter filter, PageRequest page) {
        return trail.list(seatFor(Permission.VIEW_AUDIT), filter, page);
    }

    @Override
    public String address(Map<String, String> filters) {
        return Navigation.audit(workspaceName(), filters);
    }

    @Override
    public String file(Map<String, String> filters) {
        return Navigation.auditFile(workspaceName(), filters);
    }
}
