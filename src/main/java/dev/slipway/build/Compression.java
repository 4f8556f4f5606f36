package dev.slipway.build;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the layers of an image are packed. */
public enum Compression {
    /** zstd level 1: fast; Docker from 23, containerd from 1.5 and podman read it. */
    ZSTD,
    /** Slow, read by everything. */
    GZIP,
    UNCOMPRESSED;

    /** As in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Compression> find(String word) {
        return Arrays.stream(values())
                .filter(compression -> compression.word().equals(word))
                .findFirst();
    }
}
