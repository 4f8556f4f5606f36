package dev.slipway.project;

import dev.slipway.refusal.Refusal;

/** What a project can be downloaded as. */
public enum ArchiveFormat {
    ZIP("zip", "application/zip"),
    TAR_GZ("tar.gz", "application/gzip");

    private final String word;
    private final String mediaType;

    ArchiveFormat(String word, String mediaType) {
        this.word = word;
        this.mediaType = mediaType;
    }

    /**
     * Of a request.
     *
     * @throws Refusal INVALID when there is none of this name
     */
    public static ArchiveFormat of(String word) {
        for (ArchiveFormat format : values()) {
            if (format.word.equals(word)) {
                return format;
            }
        }
        throw Refusal.invalid("/format", "unknown-format", "Use zip or tar.gz.");
    }

    /** Also the end of a file's name. */
    public String word() {
        return word;
    }

    public String mediaType() {
        return mediaType;
    }
}
