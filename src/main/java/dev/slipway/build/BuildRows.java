package dev.slipway.build;

import dev.slipway.account.UserId;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.ProjectId;
import dev.slipway.project.ProjectName;
import dev.slipway.project.Revision;
import dev.slipway.queue.QueueTable;
import dev.slipway.workspace.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of builds, which is the queue as well. SQL that H2 and PostgreSQL read alike; times of leases are the database's
 * own. Whoever calls holds the transaction.
 */
@Repository
class BuildRows {

    private static final String COLUMNS = """
            select b.id, b.workspace, b.project, b.project_name, b.number, b.revision, b.status, b.request, b.actor,
                   b.actor_name, b.retry_of, b.queued_at, b.started_at, b.ended_at, b.cancel_asked, b.epoch, b.steps,
                   b.warnings, b.image, b.error
              from build b
            """;

    private final JdbcClient jdbc;
    private final QueueTable queue;

    BuildRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.queue = new QueueTable(jdbc, "build");
    }

    /** Takes the workspace's next number; until the transaction ends, nobody else takes one there. */
    BuildNumber nextNumber(WorkspaceId workspace) {
        jdbc.sql("insert into build_counter (workspace, last_number) values (?, 0) on conflict do nothing")
                .param(workspace.value())
                .update();
        jdbc.sql("update build_counter set last_number = last_number + 1 where workspace = ?")
                .param(workspace.value())
                .update();
        return new BuildNumber(jdbc.sql("select last_number from build_counter where workspace = ?")
                .param(workspace.value())
                .query(Long.class)
                .single());
    }

    int countQueued(WorkspaceId workspace) {
        return jdbc.sql("select count(*) from build where workspace = ? and status = 'queued'")
                .param(workspace.value())
                .query(Integer.class)
                .single();
    }

    void insert(Build build) {
        jdbc.sql("""
                        insert into build (id, workspace, project, project_name, number, revision, status, request, actor,
                                           actor_name, priority, retry_of, queued_at, cancel_asked, epoch)
                        values (:id, :workspace, :project, :projectName, :number, :revision, 'queued', :request, :actor,
                                :actorName, :priority, :retryOf, :queuedAt, false, 0)
                        """)
                .param("id", build.id().value())
                .param("workspace", build.workspace().value())
                .param("project", build.project().value())
                .param("projectName", build.projectName().value())
                .param("number", build.number().value())
                .param("revision", build.revision().value())
                .param("request", BuildJson.write(build.request()))
                .param("actor", build.actor().value())
                .param("actorName", build.actorName())
                .param("priority", build.request().priority())
                .param("retryOf", build.retryOf().map(BuildNumber::value).orElse(null))
                .param("queuedAt", at(build.queuedAt()))
                .update();
        for (ImageTag tag : build.request().tags()) {
            jdbc.sql("insert into build_tag (build, tag) values (?, ?)")
                    .params(build.id().value(), tag.toString())
                    .update();
        }
    }

    Optional<Build> find(WorkspaceId workspace, BuildNumber number) {
        return jdbc.sql(COLUMNS + " where b.workspace = ? and b.number = ?")
                .params(workspace.value(), number.value())
                .query((row, line) -> build(row))
                .optional();
    }

    Optional<Build> find(BuildId id) {
        return jdbc.sql(COLUMNS + " where b.id = ?")
                .param(id.value())
                .query((row, line) -> build(row))
                .optional();
    }

    /** Newest first; at most one more than the limit, to tell whether a page follows. */
    List<Build> list(WorkspaceId workspace, BuildFilter filter, PageRequest page) {
        StringBuilder sql = new StringBuilder(COLUMNS).append(" where b.workspace = :workspace");
        Map<String, Object> params = new HashMap<>(Map.of("workspace", workspace.value()));
        filter.project().ifPresent(project -> {
            sql.append(" and b.project_name = :project");
            params.put("project", project);
        });
        filter.status().ifPresent(status -> {
            sql.append(" and b.status = :status");
            params.put("status", status.word());
        });
        filter.actor().ifPresent(actor -> {
            sql.append(" and b.actor_name = :actor");
            params.put("actor", actor);
        });
        filter.tag().ifPresent(tag -> {
            sql.append(" and exists (select 1 from build_tag t where t.build = b.id and t.tag = :tag)");
            params.put("tag", tag.toString());
        });
        page.after().flatMap(BuildNumber::find).ifPresent(before -> {
            sql.append(" and b.number < :before");
            params.put("before", before.value());
        });
        sql.append(" order by b.number desc limit :limit");
        params.put("limit", page.limit() + 1);
        return jdbc.sql(sql.toString())
                .params(params)
                .query((row, line) -> build(row))
                .list();
    }

    int position(Build queued) {
        return jdbc.sql("""
                        select count(*) from build b
                         where b.status = 'queued'
                           and (b.priority > :priority
                                or (b.priority = :priority and b.queued_at < :queuedAt)
                                or (b.priority = :priority and b.queued_at = :queuedAt and b.number < :number))
                        """)
                .param("priority", queued.request().priority())
                .param("queuedAt", at(queued.queuedAt()))
                .param("number", queued.number().value())
                .query(Integer.class)
                .single();
    }

    /**
     * The queued build that is next: of the workspace with the fewest running ones, then by priority and age, so that one
     * workspace's hundred builds do not hold up another's first. Its row is locked; rows that another worker is about to
     * take are passed over.
     */
    Optional<BuildId> lockNext() {
        List<UUID> candidates = jdbc.sql("""
                        select b.id from build b
                         where b.status = 'queued' and b.cancel_asked = false
                         order by (select count(*) from build r where r.workspace = b.workspace and r.status = 'running'),
                                  b.priority desc, b.queued_at, b.number
                         limit 8
                        """).query(QueueTable::id).list();
        return queue.lockFirst(candidates).map(BuildId::new);
    }

    void start(BuildId id, String worker, Duration lease) {
        jdbc.sql("""
                        update build
                           set status = 'running', epoch = epoch + 1, worker = :worker, started_at = current_timestamp,
                               lease_until = current_timestamp + interval '%d' second
                         where id = :id
                        """.formatted(lease.toSeconds()))
                .param("id", id.value())
                .param("worker", worker)
                .update();
    }

    boolean renew(BuildId id, int epoch, Duration lease) {
        return queue.renew(id.value(), epoch, lease);
    }

    boolean isCancelAsked(BuildId id) {
        return queue.isCancelAsked(id.value());
    }

    /** Locks the row while the transaction lasts; false when the build is not this worker's any more. */
    boolean lockRunning(BuildId id, int epoch) {
        return jdbc.sql("select id from build where id = ? and epoch = ? and status = 'running' for update")
                .params(id.value(), epoch)
                .query(BuildRows::id)
                .optional()
                .isPresent();
    }

    boolean saveSteps(BuildId id, int epoch, List<BuildStep> steps, List<BuildWarning> warnings) {
        return jdbc.sql("""
                                update build set steps = :steps, warnings = :warnings
                                 where id = :id and epoch = :epoch and status = 'running'
                                """)
                        .param("id", id.value())
                        .param("epoch", epoch)
                        .param("steps", BuildJson.writeSteps(steps))
                        .param("warnings", BuildJson.writeWarnings(warnings))
                        .update()
                == 1;
    }

    /** Writes how the build ended; false when it is not this worker's any more. */
    boolean end(BuildId id, int epoch, BuildResult result) {
        return jdbc.sql("""
                                update build
                                   set status = :status, ended_at = current_timestamp, lease_until = null, steps = :steps,
                                       warnings = :warnings, image = :image, error = :error
                                 where id = :id and epoch = :epoch and status = 'running'
                                """)
                        .param("id", id.value())
                        .param("epoch", epoch)
                        .param("status", result.status().word())
                        .param("steps", BuildJson.writeSteps(result.steps()))
                        .param("warnings", BuildJson.writeWarnings(result.warnings()))
                        .param("image", result.image().map(BuildJson::write).orElse(null))
                        .param("error", result.error().map(BuildJson::write).orElse(null))
                        .update()
                == 1;
    }

    /** Running builds whose worker has been silent for too long. */
    List<BuildId> expired() {
        return jdbc.sql("select id from build where status = 'running' and lease_until < current_timestamp")
                .query(BuildRows::id)
                .list();
    }

    /** Running builds of a worker that is known to be gone. */
    List<BuildId> runningOf(String worker) {
        return jdbc.sql("select id from build where status = 'running' and worker = ?")
                .param(worker)
                .query(BuildRows::id)
                .list();
    }

    boolean interrupt(BuildId id, int epoch, List<BuildStep> steps, BuildError reason) {
        return jdbc.sql("""
                                update build
                                   set status = 'interrupted', ended_at = current_timestamp, lease_until = null,
                                       steps = :steps, error = :error
                                 where id = :id and epoch = :epoch and status = 'running'
                                """)
                        .param("id", id.value())
                        .param("epoch", epoch)
                        .param("steps", BuildJson.writeSteps(steps))
                        .param("error", BuildJson.write(reason))
                        .update()
                == 1;
    }

    boolean cancelQueued(BuildId id) {
        return jdbc.sql("""
                                update build set status = 'cancelled', cancel_asked = true, ended_at = current_timestamp
                                 where id = ? and status = 'queued'
                                """).param(id.value()).update() == 1;
    }

    boolean askToCancel(BuildId id) {
        return queue.askToCancel(id.value());
    }

    /** Builds of a project that have not ended. */
    List<BuildId> unfinishedOf(ProjectId project) {
        return jdbc.sql("select id from build where project = ? and status in ('queued', 'running')")
                .param(project.value())
                .query(BuildRows::id)
                .list();
    }

    /** Builds of a workspace that have not ended. */
    List<BuildId> unfinishedIn(WorkspaceId workspace) {
        return jdbc.sql("select id from build where workspace = ? and status in ('queued', 'running')")
                .param(workspace.value())
                .query(BuildRows::id)
                .list();
    }

    List<BuildId> allOf(WorkspaceId workspace) {
        return jdbc.sql("select id from build where workspace = ?")
                .param(workspace.value())
                .query(BuildRows::id)
                .list();
    }

    boolean delete(BuildId id) {
        return jdbc.sql("delete from build where id = ? and status not in ('queued', 'running')")
                        .param(id.value())
                        .update()
                == 1;
    }

    private static Build build(ResultSet row) throws SQLException {
        return new Build(
                new BuildId(uuid(row, "id")),
                new BuildNumber(row.getLong("number")),
                new WorkspaceId(uuid(row, "workspace")),
                new ProjectId(uuid(row, "project")),
                new ProjectName(row.getString("project_name")),
                new Revision(row.getString("revision")),
                BuildStatus.find(row.getString("status")).orElseThrow(),
                BuildJson.readRequest(row.getString("request")),
                new UserId(uuid(row, "actor")),
                row.getString("actor_name"),
                instant(row, "queued_at").orElseThrow(),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                row.getInt("epoch"),
                row.getBoolean("cancel_asked"),
                BuildJson.readSteps(row.getString("steps")),
                BuildJson.readWarnings(row.getString("warnings")),
                BuildJson.readImage(row.getString("image")),
                BuildJson.readError(row.getString("error")),
                Optional.empty(),
                number(row, "retry_of"));
    }

    private static BuildId id(ResultSet row, int line) throws SQLException {
        return new BuildId(uuid(row, "id"));
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(value).map(OffsetDateTime::toInstant);
    }

    private static Optional<BuildNumber> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(new BuildNumber(value));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
