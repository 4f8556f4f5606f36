package dev.slipway.credential;

import dev.slipway.oci.RegistryHost;
import dev.slipway.paging.PageRequest;
import dev.slipway.workspace.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of credentials. Whoever calls holds the transaction. */
@Repository
class CredentialRows {

    private static final String COLUMNS =
            "select id, workspace, name, registry, username, created_at, created_by, verified_at from credential";

    private final JdbcClient jdbc;

    CredentialRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the workspace's row, so that nobody else adds one meanwhile. */
    int countForUpdate(WorkspaceId workspace) {
        jdbc.sql("select id from workspace where id = ? for update")
                .param(workspace.value())
                .query(UUID.class)
                .optional();
        return jdbc.sql("select count(*) from credential where workspace = ?")
                .param(workspace.value())
                .query(Integer.class)
                .single();
    }

    /** False when the name is taken. */
    boolean insert(Credential credential, String sealed) {
        return jdbc.sql("""
                                insert into credential (id, workspace, name, registry, username, sealed, created_at, created_by)
                                values (:id, :workspace, :name, :registry, :username, :sealed, :createdAt, :createdBy)
                                on conflict do nothing
                                """)
                        .param("id", credential.id().value())
                        .param("workspace", credential.workspace().value())
                        .param("name", credential.name().value())
                        .param("registry", credential.registry().name())
                        .param("username", credential.username())
                        .param("sealed", sealed)
                        .param("createdAt", at(credential.createdAt()))
                        .param("createdBy", credential.createdBy())
                        .update()
                == 1;
    }

    /** By name; at most one more than the limit, to tell whether a page follows. */
    List<Credential> list(WorkspaceId workspace, PageRequest page) {
        return jdbc.sql(COLUMNS + " where workspace = :workspace and name > :after order by name limit :limit")
                .param("workspace", workspace.value())
                .param("after", page.after().orElse(""))
                .param("limit", page.limit() + 1)
                .query(CredentialRows::credential)
                .list();
    }

    Optional<Credential> find(WorkspaceId workspace, CredentialName name) {
        return jdbc.sql(COLUMNS + " where workspace = ? and name = ?")
                .params(workspace.value(), name.value())
                .query(CredentialRows::credential)
                .optional();
    }

    Optional<Credential> find(CredentialId id) {
        return jdbc.sql(COLUMNS + " where id = ?")
                .param(id.value())
                .query(CredentialRows::credential)
                .optional();
    }

    Optional<String> sealed(CredentialId id) {
        return jdbc.sql("select sealed from credential where id = ?")
                .param(id.value())
                .query(String.class)
                .optional();
    }

    void verified(CredentialId id, Instant now) {
        jdbc.sql("update credential set verified_at = ? where id = ?")
                .params(at(now), id.value())
                .update();
    }

    boolean delete(CredentialId id) {
        return jdbc.sql("delete from credential where id = ?").param(id.value()).update() == 1;
    }

    private static Credential credential(ResultSet row, int line) throws SQLException {
        return new Credential(
                new CredentialId(row.getObject("id", UUID.class)),
                new WorkspaceId(row.getObject("workspace", UUID.class)),
                new CredentialName(row.getString("name")),
                new RegistryHost(row.getString("registry")),
                row.getString("username"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                Optional.ofNullable(row.getObject("verified_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
