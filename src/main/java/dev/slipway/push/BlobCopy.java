package dev.slipway.push;

import dev.slipway.image.ImageSources;
import dev.slipway.oci.Digest;
import dev.slipway.registry.BlobUpload;
import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One blob on its way. After a broken connection it asks the registry how much has arrived and goes on from there; only where
 * the registry has forgotten the upload it begins anew.
 */
final class BlobCopy {

    /** So much progress makes earlier breaks forgiven. */
    private static final long PROGRESS = 1 << 20;

    private static final int MOST_BEGINNINGS = 4;
    private static final int MOST_REFUSALS = 2;

    private final Push push;
    private final RegistryClient to;
    private final ImageSources sources;
    private final PushProgress progress;
    private final PushLayer blob;
    private final Optional<String> mountFrom;
    private final Patience patience = new Patience();
    private int beginnings;
    private int refusals;
    private long forgivenAt;

    /** @param mountFrom another repository of the destination that has the blob */
    BlobCopy(
            Push push,
            RegistryClient to,
            ImageSources sources,
            PushProgress progress,
            PushLayer blob,
            Optional<String> mountFrom) {
        this.push = push;
        this.to = to;
        this.sources = sources;
        this.progress = progress;
        this.blob = blob;
        this.mountFrom = mountFrom;
    }

    void run() throws IOException, InterruptedException, PushFailedException {
        if (isThere()) {
            progress.there(blob.digest(), LayerState.PRESENT);
            return;
        }
        Optional<BlobUpload> upload = resumed();
        if (upload.isEmpty()) {
            upload = begun();
        }
        if (upload.isEmpty()) {
            progress.there(blob.digest(), LayerState.MOUNTED);
        } else {
            send(upload.get());
        }
    }

    private boolean isThere() throws IOException, InterruptedException {
        return Patience.with(() -> to.hasBlob(push.destination().repository(), blob.digest()));
    }

    private Optional<BlobUpload> resumed() {
        return progress.upload(blob.digest()).map(to::resumeUpload);
    }

    /** Empty when it was mounted. */
    private Optional<BlobUpload> begun() throws IOException, InterruptedException {
        beginnings++;
        String repository = push.destination().repository();
        return Patience.with(() -> mountFrom.isPresent()
                ? to.mountOrBegin(repository, blob.digest(), mountFrom.get())
                : Optional.of(to.beginUpload(repository)));
    }

    private void send(BlobUpload first) throws IOException, InterruptedException, PushFailedException {
        Optional<BlobUpload> upload = Optional.of(first);
        // Whoever resumes does not know how much has arrived.
        boolean ask = progress.upload(blob.digest()).isPresent();
        while (upload.isPresent()) {
            try {
                OptionalLong arrived = ask ? upload.get().offset() : OptionalLong.of(0);
                ask = true;
                if (arrived.isEmpty() || arrived.getAsLong() > blob.size()) {
                    upload = again();
                    ask = false;
                } else {
                    finish(upload.get(), arrived.getAsLong());
                    upload = Optional.empty();
                }
            } catch (RegistryException e) {
                if (isForgotten(e)) {
                    upload = again();
                    ask = false;
                } else if (isAhead(e)) {
                    patience.bear(new IOException("the registry has more than it said", e));
                } else if (e.status() != 401) {
                    patience.bear(e);
                } else if (++refusals > MOST_REFUSALS) {
                    // A token may end on the way; a fresh one that is refused as well has not.
                    throw e;
                }
            } catch (IOException e) {
                patience.bear(e);
            }
        }
        progress.there(blob.digest(), LayerState.DONE);
    }

    private void finish(BlobUpload upload, long from) throws IOException, PushFailedException {
        if (from - forgivenAt >= PROGRESS) {
            forgivenAt = from;
            refusals = 0;
            patience.refresh();
        }
        remember(upload, from);
        if (from < blob.size()) {
            append(upload, from);
            remember(upload, blob.size());
        }
        upload.commit(blob.digest());
    }

    private void append(BlobUpload upload, long from) throws IOException, PushFailedException {
        try (InputStream content = sources.blob(push.workspace(), push.repository(), blob.digest(), from)
                .orElseThrow(() -> new PushFailedException(
                        "The layer %s is no longer in this workspace: the image was deleted meanwhile."
                                .formatted(blob.digest())))) {
            upload.append(new Counted(content, blob.digest(), from, progress), from, blob.size() - from);
        }
    }

    /** Empty when the registry has it: then only its answer was lost. */
    private Optional<BlobUpload> again() throws IOException, InterruptedException, PushFailedException {
        progress.forget(blob.digest());
        if (isThere()) {
            return Optional.empty();
        }
        if (beginnings++ >= MOST_BEGINNINGS) {
            throw new PushFailedException("%s lost the layer %s again and again while it was sent."
                    .formatted(push.destination().registry(), blob.digest()));
        }
        progress.sending(blob.digest(), 0);
        return Patience.with(() -> Optional.of(to.beginUpload(push.destination().repository())));
    }

    /** The upload is unknown there, or what arrived is not the blob. */
    private static boolean isForgotten(RegistryException said) {
        return said.status() == 404 || said.status() == 400;
    }

    /** More has arrived than the registry had said: it was still reading what an earlier connection had left. */
    private static boolean isAhead(RegistryException said) {
        return said.status() == 416;
    }

    private void remember(BlobUpload upload, long arrived) {
        progress.uploading(blob.digest(), upload.location());
        progress.sending(blob.digest(), arrived);
    }

    /** Counts what is sent. */
    private static final class Counted extends FilterInputStream {

        private final Digest blob;
        private final PushProgress progress;
        private long sent;

        Counted(InputStream content, Digest blob, long from, PushProgress progress) {
            super(content);
            this.blob = blob;
            this.sent = from;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            // What was read before has been sent by now.
            progress.sending(blob, sent);
            int count = super.read(target, offset, length);
            sent += Math.max(0, count);
            return count;
        }
    }
}
