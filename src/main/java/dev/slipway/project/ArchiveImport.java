package dev.slipway.project;

import dev.slipway.project.archive.ArchiveLimits;
import dev.slipway.project.archive.Archives;
import dev.slipway.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.springframework.stereotype.Component;

/** Turns an archive into a commit: blobs into one new pack while they stream by, then the trees, the branch last of all. */
@Component
class ArchiveImport {

    /** Deflate's quickest: a pack is read more often than it is worth squeezing. */
    private static final int COMPRESSION = 1;

    private final Repositories repositories;
    private final ProjectLimits limits;
    private final ContentDigests digests;
    private final Semaphore places;

    ArchiveImport(Repositories repositories, ProjectLimits limits, ContentDigests digests) {
        this.repositories = repositories;
        this.limits = limits;
        this.digests = digests;
        this.places = new Semaphore(limits.uploadsAtOnce());
    }

    ImportedArchive read(MainBranch branch, InputStream archive, Author author, String message) throws IOException {
        if (!places.tryAcquire()) {
            throw Refusal.tooMany(
                    "too-many-uploads",
                    "This server reads %d uploads at this moment. Try again in a moment."
                            .formatted(limits.uploadsAtOnce()),
                    Duration.ofSeconds(5));
        }
        try (PackInserter pack = branch.newPackInserter()) {
            pack.setCompressionLevel(COMPRESSION);
            Upload upload = new Upload(pack, limits, digests);
            Archives.read(
                    archive,
                    new ArchiveLimits(limits.upload().toBytes(), limits.entries(), limits.pathBytes()),
                    repositories.uploads(),
                    upload);
            Upload.Result result = upload.finish();
            pack.flush();
            branch.syncPacks();
            String title = message.isBlank() ? "Upload %d files".formatted(result.files()) : message;
            Revision revision = branch.commitAlways(author, title, (reader, inserter, tree) -> result.tree());
            return new ImportedArchive(revision, result.files(), result.bytes(), result.leftOut());
        } finally {
            places.release();
        }
    }
}
