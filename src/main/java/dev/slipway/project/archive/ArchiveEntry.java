package dev.slipway.project.archive;

/**
 * One entry, as the archive declares it.
 *
 * @param name raw: the reader of an archive does not judge names
 * @param mode permission and setuid bits, 0 when the archive has none
 * @param size bytes of a file's content; the stream that comes with the entry fails unless it has just so many
 * @param target of a link or a hard link, empty otherwise
 */
public record ArchiveEntry(String name, Type type, int mode, long size, String target) {

    /** What an entry is. */
    public enum Type {
        FILE,
        FOLDER,
        LINK,
        /** The same file as an earlier entry. */
        HARD_LINK,
        /** A device, fifo or socket. */
        SPECIAL
    }
}
