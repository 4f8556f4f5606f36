package dev.slipway.share;

import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.workspace.Workspace;

/** The one image that whoever has a link may pull. See docs/decisions/0039-pulling-with-a-link.md. */
public record SharedImage(Workspace workspace, RepositoryName repository, Digest digest) {}
