package dev.slipway.project.archive;

import dev.slipway.refusal.Refusal;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** Archive formats that can be read, told by their first bytes: names and content types are never believed. */
enum ArchiveFormat {
    ZIP,
    TAR,
    TAR_GZ,
    TAR_BZ2,
    TAR_XZ,
    TAR_ZST;

    /** One tar header. */
    static final int PEEK_BYTES = 512;

    /**
     * The format of what begins so.
     *
     * @throws Refusal UNSUPPORTED_TYPE when it is none, INVALID when there is nothing
     */
    static ArchiveFormat of(byte[] start) {
        if (start.length == 0) {
            throw Refusal.of(Refusal.Kind.INVALID, "archive-empty", "The upload is empty. Nothing was changed.");
        }
        String magic = HexFormat.of().formatHex(start, 0, Math.min(start.length, 6));
        if (magic.startsWith("504b0304") || magic.startsWith("504b0506")) {
            return ZIP;
        }
        if (magic.startsWith("1f8b")) {
            return TAR_GZ;
        }
        if (magic.startsWith("425a68")) {
            return TAR_BZ2;
        }
        if (magic.startsWith("fd377a585a00")) {
            return TAR_XZ;
        }
        if (magic.startsWith("28b52ffd")) {
            return TAR_ZST;
        }
        if (start.length == PEEK_BYTES && (isZero(start) || TarUtils.verifyCheckSum(start))) {
            return TAR;
        }
        throw unsupported("This is none of them.");
    }

    static Refusal unsupported(String why) {
        return Refusal.of(
                Refusal.Kind.UNSUPPORTED_TYPE,
                "not-an-archive",
                "A project can be uploaded as zip, tar, tar.gz, tar.bz2, tar.xz or tar.zst. " + why);
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
