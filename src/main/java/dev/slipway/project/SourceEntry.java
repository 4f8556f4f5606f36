package dev.slipway.project;

/** What {@link SourceTree#walk} meets. Paths are relative to the walk's root, parts separated by {@code /}. */
public sealed interface SourceEntry {

    String path();

    /** Git keeps no mode for a folder. */
    record Folder(String path) implements SourceEntry {}

    /**
     * @param executable whether its mode is 100755, else 100644
     * @param size of the content in bytes
     */
    record File(String path, boolean executable, long size, BlobId blob) implements SourceEntry {}

    /**
     * A symbolic link.
     *
     * @param target as it was uploaded
     * @param size of the target in bytes
     */
    record Link(String path, String target, long size, BlobId blob) implements SourceEntry {}
}
