package dev.slipway.buildkit.type;

/**
 * Something that a process sees at a path.
 *
 * @param path where it is
 * @param selector folder within the mounted result, or empty for all of it
 * @param id of a cache, secret or agent, else empty
 * @param sharing of a cache
 * @param uid owner of a secret or socket; {@code gid} and {@code mode}, in Unix bits, likewise
 * @param optional whether a secret or agent may be missing
 * @param bytes size of a temporary file system, 0 for no limit
 */
public record StepMount(
        Kind kind,
        String path,
        String selector,
        boolean readonly,
        String id,
        Sharing sharing,
        int uid,
        int gid,
        int mode,
        boolean optional,
        long bytes) {

    /** What is mounted. */
    public enum Kind {
        /** Files of the build's: a context, a stage or an image. */
        BIND,

        /** A secret of the session's. */
        SECRET,

        /** The socket of an agent of the session's. */
        SSH,

        /** A folder that outlives the build. */
        CACHE,

        /** Memory. */
        TMPFS
    }

    /** What becomes of a cache that two steps want at once. */
    public enum Sharing {
        /** Several steps at once. */
        SHARED,

        /** A folder for each step that comes at the same time. */
        PRIVATE,

        /** One step after the other. */
        LOCKED
    }

    /** A result, all of it, that can be written to; what is written is thrown away in the end. */
    public static StepMount bind(String path) {
        return new StepMount(Kind.BIND, path, "", false, "", Sharing.SHARED, 0, 0, 0, false, 0);
    }

    /** The same, for reading only. */
    public StepMount asReadonly() {
        return new StepMount(kind, path, selector, true, id, sharing, uid, gid, mode, optional, bytes);
    }
}
