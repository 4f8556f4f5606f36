package dev.slipway.audit;

import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Keeps what is {@link Audited}. Lines are added and read, never changed; those of a workspace go when it goes. Who may read
 * is for the caller to ask: see {@code workspace.WorkspaceTrail}.
 */
@Service
public class AuditTrail {

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Joins the transaction of the change, if there is one. A workspace that is gone has no trail. */
    @EventListener
    void keep(Audited event) {
        if (event.workspace().filter(id -> !isThere(id)).isPresent()) {
            return;
        }
        jdbc.sql("""
                        insert into audit (happened_at, workspace, actor, actor_name, token, action, subject, detail)
                        values (:at, :workspace, :actor, :name, :token, :action, :subject, :detail)
                        """)
                .param("at", at(clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .param("workspace", event.workspace().orElse(null))
                .param("actor", event.actor().account())
                .param("name", event.actor().name())
                .param("token", event.actor().token().orElse(null))
                .param("action", event.action().word())
                .param("subject", event.subject())
                .param("detail", event.detail())
                .update();
    }

    /** A workspace's trail, newest first; the cursor is the number of the last line. */
    public Page<AuditEntry> list(UUID workspace, AuditFilter filter, PageRequest page) {
        return list("workspace = :workspace", Map.of("workspace", workspace), filter, page);
    }

    /** What belongs to no workspace (any more), for whoever runs this Slipway. */
    public Page<AuditEntry> list(AuditFilter filter, PageRequest page) {
        return list("workspace is null", Map.of(), filter, page);
    }

    private Page<AuditEntry> list(String place, Map<String, Object> where, AuditFilter filter, PageRequest page) {
        StringBuilder sql = new StringBuilder("""
                select number, happened_at, actor_name, token, action, subject, detail
                  from audit""").append(" where ").append(place);
        Map<String, Object> params = new HashMap<>(where);
        params.put("limit", page.limit() + 1);
        filter.actor().ifPresent(actor -> {
            sql.append(" and actor_name = :actor");
            params.put("actor", actor);
        });
        filter.action().ifPresent(action -> {
            sql.append(" and action = :action");
            params.put("action", action.word());
        });
        filter.from().ifPresent(from -> {
            sql.append(" and happened_at >= :from");
            params.put("from", at(from));
        });
        filter.to().ifPresent(to -> {
            sql.append(" and happened_at < :to");
            params.put("to", at(to));
        });
        page.after().map(AuditTrail::number).ifPresent(before -> {
            sql.append(" and number < :before");
            params.put("before", before);
        });
        sql.append(" order by number desc limit :limit");
        List<AuditEntry> found =
                jdbc.sql(sql.toString()).params(params).query(AuditTrail::entry).list();
        return Page.of(found, page, entry -> Long.toString(entry.number()));
    }

    private boolean isThere(UUID workspace) {
        return jdbc.sql("select count(*) from workspace where id = ?")
                        .param(workspace)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static AuditEntry entry(ResultSet row, int line) throws SQLException {
        return new AuditEntry(
                row.getLong("number"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                row.getString("actor_name"),
                Optional.ofNullable(row.getObject("token", UUID.class)),
                AuditAction.find(row.getString("action")).orElseThrow(),
                row.getString("subject"),
                row.getString("detail"));
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("/cursor", "invalid-cursor", "Use the cursor of the page before, as it is.")
                    .causedBy(e);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
