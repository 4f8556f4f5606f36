package dev.slipway.project;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * SHA-256 of files: git names content by SHA-1 only. An upload leaves them here as its bytes stream by; what is not known, after
 * a restart for instance, is read once (about a second for 200 MB).
 */
@Service
public class ContentDigests {

    /** About 30 MB when full. */
    private static final int MAX_KNOWN = 200_000;

    private final Repositories repositories;
    private final Map<ObjectId, byte[]> known = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, byte[]> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    ContentDigests(Repositories repositories) {
        this.repositories = repositories;
    }

    /** The digests of a revision's files, 64 hexadecimal digits each; a link's is that of its target. */
    public Map<BlobId, String> of(ProjectId project, Revision revision, List<TreeEntry> entries) {
        Map<BlobId, String> digests = HashMap.newHashMap(entries.size());
        try (SourceTree tree = repositories.openTree(project, revision)) {
            for (TreeEntry entry : entries) {
                ObjectId id = ObjectId.fromString(entry.blob().value());
                byte[] digest = find(id);
                if (digest == null) {
                    digest = read(tree, entry.blob());
                    remember(id, digest);
                }
                digests.put(entry.blob(), HexFormat.of().formatHex(digest));
            }
            return digests;
        } catch (IOException e) {
            throw StorageTrouble.of("read project " + project, e);
        }
    }

    void remember(ObjectId blob, byte[] digest) {
        synchronized (known) {
            known.put(blob.copy(), digest);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private byte @Nullable [] find(ObjectId blob) {
        synchronized (known) {
            return known.get(blob);
        }
    }

    private static byte[] read(SourceTree tree, BlobId blob) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream content = tree.open(blob)) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.digest();
    }
}
