package dev.slipway.buildkit.session.content;

import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** A folder with images in it (OCI image-spec, image layout): blobs under their digests, and an index that names some. */
public final class OciLayout {

    private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    private final Path folder;
    private final IndexFile index;

    private OciLayout(Path folder) {
        this.folder = folder;
        this.index = new IndexFile(folder.resolve("index.json"));
    }

    /** Nothing is read or made yet. */
    public static OciLayout at(Path folder) {
        return new OciLayout(folder);
    }

    /** The manifest or index that the layout's index has under {@code tag}, or its only one if that has no name. */
    public Optional<Descriptor> find(String tag) throws IOException {
        return index.find(tag);
    }

    /** Whether there is a blob with this content. */
    public boolean contains(Digest digest) {
        return Files.isRegularFile(blob(digest), LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws NoSuchFileException when there is no such blob */
    long size(Digest digest) throws IOException {
        return Files.size(blob(digest));
    }

    /** @throws NoSuchFileException when there is no such blob */
    FileChannel read(Digest digest) throws IOException {
        return FileChannel.open(blob(digest), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Names a manifest, taking the tag from another that has it. */
    public void tag(String tag, Descriptor manifest) throws IOException {
        index.put(tag, manifest);
        Path layout = folder.resolve("oci-layout");
        if (!Files.exists(layout)) {
            Files.writeString(layout, LAYOUT);
        }
    }

    /** A new file in the layout, for a blob whose digest is not known yet. */
    Path newIngest() throws IOException {
        Path ingest = Files.createDirectories(folder.resolve("ingest"));
        return ingest.resolve(UUID.randomUUID().toString());
    }

    /** Gives what was written its place. */
    void keep(Path ingest, Digest digest) throws IOException {
        Path blob = blob(digest);
        Files.createDirectories(blob.toAbsolutePath().getParent());
        Files.move(ingest, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path blob(Digest digest) {
        return folder.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    }
}
