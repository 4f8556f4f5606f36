package dev.slipway.image;

import dev.slipway.oci.Digest;
import dev.slipway.workspace.WorkspaceName;

/**
 * What a person types to get an image.
 *
 * @param registry host with port under which this Slipway is reached
 */
public record PullCommand(String registry, WorkspaceName workspace, RepositoryName repository, String suffix) {

    public static PullCommand byTag(String registry, WorkspaceName workspace, RepositoryName repository, TagName tag) {
        return new PullCommand(registry, workspace, repository, ":" + tag);
    }

    public static PullCommand byDigest(
            String registry, WorkspaceName workspace, RepositoryName repository, Digest digest) {
        return new PullCommand(registry, workspace, repository, "@" + digest);
    }

    /** {@code localhost:8080/acme/flask-app:v1}. */
    public String name() {
        return registry + "/" + workspace + "/" + repository + suffix;
    }

    /** The command line. */
    @Override
    public String toString() {
        return "docker pull " + name();
    }
}
