package dev.slipway.project;

import dev.slipway.project.archive.ArchiveWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.springframework.stereotype.Service;

/** Writes a revision as an archive, straight from the object store. */
@Service
public class ArchiveExport {

    private final SourceTrees sources;
    private final ProjectFiles files;

    ArchiveExport(SourceTrees sources, ProjectFiles files) {
        this.sources = sources;
        this.files = files;
    }

    /**
     * Writes all files, links and executable bits; files have the time of the revision.
     *
     * @param out not closed
     * @throws IOException when {@code out} fails
     */
    public void write(ProjectId project, Revision revision, ArchiveFormat format, OutputStream out) throws IOException {
        Instant at = files.revision(project, revision).at();
        ArchiveWriter writer = switch (format) {
            case ZIP -> ArchiveWriter.zip(out, at);
            case TAR_GZ -> ArchiveWriter.tarGz(out, at);
        };
        try (SourceTree tree = sources.open(project, revision)) {
            tree.walk("", entry -> {
                switch (entry) {
                    case SourceEntry.Folder folder -> {}
                    case SourceEntry.Link link -> writer.link(link.path(), link.target());
                    case SourceEntry.File file -> {
                        try (InputStream content = tree.open(file.blob())) {
                            writer.file(file.path(), file.executable(), file.size(), content);
                        }
                    }
                }
                return true;
            });
            writer.finish();
        }
    }
}
