package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.grpc.fsutil.Stat;
import dev.slipway.buildkit.grpc.gateway.ReadDirResponse;
import dev.slipway.buildkit.type.FileStat;
import java.util.Comparator;
import java.util.List;

/** Reads entries of file systems. */
final class FileStats {

    private FileStats() {}

    static List<FileStat> all(ReadDirResponse response) {
        return response.getEntriesList().stream()
                .map(FileStats::of)
                .sorted(Comparator.comparing(FileStat::path))
                .toList();
    }

    static FileStat of(Stat stat) {
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
