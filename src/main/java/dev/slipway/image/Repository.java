package dev.slipway.image;

import java.time.Instant;

/**
 * A named shelf of images in a workspace.
 *
 * @param tags how many tags it has
 * @param images how many images, tagged or not
 * @param updatedAt when something was last pushed or a tag last moved
 */
public record Repository(RepositoryName name, long tags, long images, Instant updatedAt) {}
