package dev.slipway.workspace;

import dev.slipway.audit.AuditAction;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditFilter;
import dev.slipway.audit.AuditTrail;
import dev.slipway.audit.Audited;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/** What happened in a workspace, for its owners. */
@Service
public class WorkspaceTrail {

    private final AuditTrail trail;
    private final MemberRows members;
    private final ApplicationEventPublisher news;

    WorkspaceTrail(AuditTrail trail, MemberRows members, ApplicationEventPublisher news) {
        this.trail = trail;
        this.members = members;
        this.news = news;
    }

    /** Newest first. */
    public Page<AuditEntry> list(Seat seat, AuditFilter filter, PageRequest page) {
        seat.require(Permission.VIEW_AUDIT);
        return trail.list(seat.workspace().id().value(), filter, page);
    }

    /** What a member does outside of workspaces, signing in for instance, stands in the trail of each that he is in. */
    @EventListener
    void spread(Audited event) {
        if (event.action().reach() == AuditAction.Reach.MEMBER
                && event.workspace().isEmpty()) {
            members.of(event.actor().account())
                    .forEach(member -> news.publishEvent(event.in(member.key().workspace())));
        }
    }
}
