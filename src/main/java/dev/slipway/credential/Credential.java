package dev.slipway.credential;

import dev.slipway.oci.RegistryHost;
import dev.slipway.workspace.WorkspaceId;
import java.time.Instant;
import java.util.Optional;

/**
 * What may be known of a credential: all but its secret.
 *
 * @param createdBy name of the user
 * @param verifiedAt when its registry last took it
 */
public record Credential(
        CredentialId id,
        WorkspaceId workspace,
        CredentialName name,
        RegistryHost registry,
        String username,
        Instant createdAt,
        String createdBy,
        Optional<Instant> verifiedAt) {}
