package dev.slipway.push;

import dev.slipway.credential.CredentialId;
import dev.slipway.credential.CredentialName;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.oci.RegistryHost;
import dev.slipway.paging.PageRequest;
import dev.slipway.push.Push.UsedCredential;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of pushes, which is the queue as well. SQL that H2 and PostgreSQL read alike; times of leases are the database's
 * own. Whoever calls holds the transaction.
 */
@Repository
class PushRows {

    private static final String COLUMNS = """
            select number, id, workspace, repository, digest, registry, to_repository, to_tag, credential, credential_name,
                   status, actor_name, queued_at, started_at, ended_at, attempts, epoch, layers, error
              from push
            """;

    private final JdbcClient jdbc;
    private final QueueTable queue;

    PushRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.queue = new QueueTable(jdbc, "push");
    }

    /** Locks the workspace's row, so that nobody else queues one there meanwhile. */
    int countQueuedForUpdate(WorkspaceId workspace) {
        jdbc.sql("select id from workspace where id = ? for update")
                .param(workspace.value())
                .query(UUID.class)
                .optional();
        return jdbc.sql("select count(*) from push where workspace = ? and status = 'queued'")
                .param(workspace.value())
                .query(Integer.class)
                .single();
    }

    void insert(Push push) {
        jdbc.sql("""
                        insert into push (id, workspace, repository, digest, registry, to_repository, to_tag, credential,
                                          credential_name, status, actor_name, queued_at, attempts, cancel_asked, epoch,
                                          layers, uploads)
                        values (:id, :workspace, :repository, :digest, :registry, :toRepository, :toTag, :credential,
                                :credentialName, 'queued', :actor, :queuedAt, 0, false, 0, :layers, '{}')
                        """)
                .param("id", push.id().value())
                .param("workspace", push.workspace().value())
                .param("repository", push.repository().value())
                .param("digest", push.digest().toString())
                .param("registry", push.destination().registry().name())
                .param("toRepository", push.destination().repository())
                .param("toTag", push.destination().tag())
                .param(
                        "credential",
                        push.credential().map(used -> used.id().value()).orElse(null))
                .param(
                        "credentialName",
                        push.credential().map(used -> used.name().value()).orElse(null))
                .param("actor", push.actor())
                .param("queuedAt", at(push.queuedAt()))
                .param("layers", PushJson.writeLayers(push.layers()))
                .update();
    }

    Optional<Push> find(WorkspaceId workspace, PushId id) {
        return find(id).filter(push -> push.workspace().equals(workspace));
    }

    Optional<Push> find(PushId id) {
        return jdbc.sql(COLUMNS + " where id = ?")
                .param(id.value())
                .query(PushRows::push)
                .optional();
    }

    /** Newest first; at most one more than the limit, to tell whether a page follows. */
    List<Push> list(WorkspaceId workspace, PushFilter filter, long before, PageRequest page) {
        StringBuilder sql = new StringBuilder(COLUMNS).append(" where workspace = :workspace and number < :before");
        Map<String, Object> params =
                new HashMap<>(Map.of("workspace", workspace.value(), "before", before, "limit", page.limit() + 1));
        filter.repository().ifPresent(repository -> {
            sql.append(" and repository = :repository");
            params.put("repository", repository.value());
        });
        filter.digest().ifPresent(digest -> {
            sql.append(" and digest = :digest");
            params.put("digest", digest.toString());
        });
        sql.append(" order by number desc limit :limit");
        return jdbc.sql(sql.toString()).params(params).query(PushRows::push).list();
    }

    /** Whether the same image is on its way to the same place already. */
    boolean isUnderWay(WorkspaceId workspace, Digest digest, Destination destination) {
        return jdbc.sql("""
                                select count(*) from push
                                 where workspace = ? and digest = ? and registry = ? and to_repository = ? and to_tag = ?
                                   and status in ('queued', 'running')
                                """)
                        .params(
                                workspace.value(),
                                digest.toString(),
                                destination.registry().name(),
                                destination.repository(),
                                destination.tag())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Where an image is going to that has not arrived; one of several. */
    Optional<Destination> findUnderWay(WorkspaceId workspace, RepositoryName repository, Digest digest) {
        return jdbc.sql(COLUMNS + """
                         where workspace = :workspace and repository = :repository and digest = :digest
                           and status in ('queued', 'running')
                         order by number limit 1""")
                .param("workspace", workspace.value())
                .param("repository", repository.value())
                .param("digest", digest.toString())
                .query(PushRows::push)
                .optional()
                .map(Push::destination);
    }

    /** What this workspace brought to the registry under other names, newest first: there its blobs can be had from. */
    List<Push> arrivedElsewhere(Push push, int most) {
        return jdbc.sql(COLUMNS + """
                         where workspace = :workspace and registry = :registry and to_repository <> :repository
                           and status = 'succeeded'
                         order by number desc limit :most""")
                .param("workspace", push.workspace().value())
                .param("registry", push.destination().registry().name())
                .param("repository", push.destination().repository())
                .param("most", most)
                .query(PushRows::push)
                .list();
    }

    Map<Digest, String> uploads(PushId id) {
        return jdbc.sql("select uploads from push where id = ?")
                .param(id.value())
                .query(String.class)
                .optional()
                .map(PushJson::readUploads)
                .orElse(Map.of());
    }

    /**
     * The push that is next: of the workspace with the fewest running ones, then by age, so that one workspace's hundred do not
     * hold up another's first. Its row is locked; rows that another worker is about to take are passed over.
     */
    Optional<PushId> lockNext(int perWorkspace) {
        List<UUID> candidates =
                jdbc.sql("""
                        select p.id from push p
                         where p.status = 'queued'
                           and (select count(*) from push r where r.workspace = p.workspace and r.status = 'running') < ?
                         order by (select count(*) from push r where r.workspace = p.workspace and r.status = 'running'),
                                  p.queued_at, p.number
                         limit 8
                        """).param(perWorkspace).query(QueueTable::id).list();
        return queue.lockFirst(candidates).map(PushId::new);
    }

    void start(PushId id, String worker, Duration lease) {
        jdbc.sql("""
                        update push
                           set status = 'running', epoch = epoch + 1, attempts = attempts + 1, worker = :worker, error = null,
                               cancel_asked = false, started_at = current_timestamp, ended_at = null,
                               lease_until = current_timestamp + interval '%d' second
                         where id = :id
                        """.formatted(lease.toSeconds()))
                .param("id", id.value())
                .param("worker", worker)
                .update();
    }

    boolean renew(Push push, Duration lease) {
        return queue.renew(push.id().value(), push.epoch(), lease);
    }

    boolean isCancelAsked(PushId id) {
        return queue.isCancelAsked(id.value());
    }

    /** False when the push is not this worker's any more. */
    boolean save(Push push, List<PushLayer> layers, Map<Digest, String> uploads) {
        return jdbc.sql("""
                                update push set layers = :layers, uploads = :uploads
                                 where id = :id and epoch = :epoch and status = 'running'
                                """)
                        .param("layers", PushJson.writeLayers(layers))
                        .param("uploads", PushJson.writeUploads(uploads))
                        .param("id", push.id().value())
                        .param("epoch", push.epoch())
                        .update()
                == 1;
    }

    /** Writes how it ended; false when it is not this worker's any more. */
    boolean end(Push push, PushStatus status, Optional<String> error) {
        return jdbc.sql("""
                                update push
                                   set status = :status, ended_at = current_timestamp, lease_until = null, error = :error
                                 where id = :id and epoch = :epoch and status = 'running'
                                """)
                        .param("status", status.word())
                        .param("error", error.orElse(null))
                        .param("id", push.id().value())
                        .param("epoch", push.epoch())
                        .update()
                == 1;
    }

    /** Back into the queue, where it goes on from what it has brought there. */
    boolean putBack(Push push) {
        return jdbc.sql("""
                                update push set status = 'queued', worker = null, lease_until = null
                                 where id = ? and epoch = ? and status = 'running'
                                """).params(push.id().value(), push.epoch()).update() == 1;
    }

    /** Running pushes whose worker has been silent for too long, and those of a worker that is known to be gone. */
    List<Push> abandoned(Optional<String> gone) {
        return jdbc.sql(COLUMNS + """
                         where status = 'running' and (lease_until < current_timestamp or worker = :gone)""")
                .param("gone", gone.orElse(""))
                .query(PushRows::push)
                .list();
    }

    /** False when it has not ended. */
    boolean retry(PushId id, String actor, Optional<UsedCredential> credential, Instant now) {
        return jdbc.sql("""
                                update push
                                   set status = 'queued', queued_at = :now, actor_name = :actor, cancel_asked = false,
                                       error = null, credential = :credential, credential_name = :credentialName
                                 where id = :id and status in ('failed', 'cancelled')
                                """)
                        .param("now", at(now))
                        .param("actor", actor)
                        .param(
                                "credential",
                                credential.map(used -> used.id().value()).orElse(null))
                        .param(
                                "credentialName",
                                credential.map(used -> used.name().value()).orElse(null))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    boolean cancelQueued(PushId id) {
        return jdbc.sql("""
                                update push set status = 'cancelled', ended_at = current_timestamp
                                 where id = ? and status = 'queued'
                                """).param(id.value()).update() == 1;
    }

    boolean askToCancel(PushId id) {
        return queue.askToCancel(id.value());
    }

    /** Forgets the oldest ended ones. */
    void keepNewest(WorkspaceId workspace, int keep) {
        jdbc.sql("""
                        delete from push
                         where workspace = :workspace and status in ('succeeded', 'failed', 'cancelled')
                           and number not in (select k.number from push k where k.workspace = :workspace
                                               order by k.number desc limit :keep)
                        """).param("workspace", workspace.value()).param("keep", keep).update();
    }

    private static Push push(ResultSet row, int line) throws SQLException {
        Optional<UUID> credential = Optional.ofNullable(row.getObject("credential", UUID.class));
        String credentialName = row.getString("credential_name");
        return new Push(
                new PushId(row.getObject("id", UUID.class)),
                row.getLong("number"),
                new WorkspaceId(row.getObject("workspace", UUID.class)),
                new RepositoryName(row.getString("repository")),
                Digest.parse(row.getString("digest")),
                new Destination(
                        new RegistryHost(row.getString("registry")),
                        row.getString("to_repository"),
                        row.getString("to_tag")),
                credential.map(id -> new UsedCredential(new CredentialId(id), new CredentialName(credentialName))),
                PushStatus.of(row.getString("status")),
                row.getString("actor_name"),
                row.getObject("queued_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                row.getInt("attempts"),
                row.getInt("epoch"),
                PushJson.readLayers(row.getString("layers")),
                Optional.ofNullable(row.getString("error")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
