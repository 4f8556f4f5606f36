package dev.slipway.project;

import java.io.IOException;

/** Told of each entry of a walk, in its order. */
@FunctionalInterface
public interface SourceVisitor {

    /**
     * Takes an entry.
     *
     * @return whether to go into it, when it is a folder; of no meaning otherwise
     */
    boolean visit(SourceEntry entry) throws IOException;
}
