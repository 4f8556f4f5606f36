package dev.slipway.buildkit.transport;

import dev.slipway.buildkit.grpc.fsutil.Stat;
import dev.slipway.buildkit.type.FileStat;
import java.util.Comparator;
import java.util.List;

/** Reads fsutil's entries of file systems, whichever call they come with. */
public final class FileStats {

    private FileStats() {}

    /** A folder's entries in the order of their names. */
    public static List<FileStat> all(List<Stat> entries) {
        return entries.stream()
                .map(FileStats::of)
                .sorted(Comparator.comparing(FileStat::path))
                .toList();
    }

    /** One entry. */
    public static FileStat of(Stat stat) {
        return new FileStat(
                stat.getPath(),
                FileStat.kindOf(stat.getMode()),
                FileStat.permissionsOf(stat.getMode()),
                stat.getUid(),
                stat.getGid(),
                stat.getSize(),
                stat.getModTime(),
                stat.getLinkname());
    }
}
