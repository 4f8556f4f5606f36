package dev.slipway.project;

import java.util.Set;

/** What a writer believes to find at a path; a write that finds something else is refused with PRECONDITION_FAILED. */
public sealed interface Expected {

    /** Whatever is there, or nothing. */
    static Expected anything() {
        return new Anything();
    }

    /** Nothing is there yet. */
    static Expected absent() {
        return new Absent();
    }

    /** A file with just this content, the one that the writer last saw. */
    static Expected blob(BlobId blob) {
        return new OneOf(Set.of(blob));
    }

    record Anything() implements Expected {}

    record Absent() implements Expected {}

    /** Some file is there. */
    record Present() implements Expected {}

    record OneOf(Set<BlobId> blobs) implements Expected {
        public OneOf {
            blobs = Set.copyOf(blobs);
        }
    }
}
