package dev.slipway.project;

import java.util.List;

/**
 * What an upload became.
 *
 * @param files files and links in the revision
 * @param bytes of their content
 */
public record ImportedArchive(Revision revision, long files, long bytes, List<LeftOut> leftOut) {

    public ImportedArchive {
        leftOut = List.copyOf(leftOut);
    }
}
