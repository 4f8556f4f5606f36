package dev.slipway.push;

import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import java.util.Optional;

/** Which pushes somebody wants to see. */
public record PushFilter(Optional<RepositoryName> repository, Optional<Digest> digest) {

    public static final PushFilter ALL = new PushFilter(Optional.empty(), Optional.empty());
}
