package dev.slipway.image;

import org.springframework.stereotype.Component;

/** The tables of a repository's content. */
@Component
record RepositoryTables(ImageRows images, TagRows tags, TagMoveRows moves) {}
