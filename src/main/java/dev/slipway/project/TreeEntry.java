package dev.slipway.project;

/**
 * A file or link of a revision.
 *
 * @param path from the project's top folder, parts separated by {@code /}
 * @param size of the content in bytes
 */
public record TreeEntry(String path, EntryKind kind, long size, BlobId blob) {}
