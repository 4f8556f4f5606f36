package dev.slipway.project;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a project may hold. What an upload declares is never believed: each limit is held while the bytes stream.
 *
 * @param content bytes of all files of an upload together
 * @param upload bytes of the archive itself, as it comes over the wire
 * @param entries files, links and folders of an upload
 * @param depth levels of folders
 * @param nameBytes of one name, in UTF-8
 * @param pathBytes of a whole path or of a link's target, in UTF-8
 * @param file bytes of a file saved on its own
 * @param uploadsAtOnce that this server reads; the next one is asked to come back
 */
@ConfigurationProperties("slipway.project")
public record ProjectLimits(
        @DefaultValue("512MB") DataSize content,
        @DefaultValue("1GB") DataSize upload,
        @DefaultValue("100000") int entries,
        @DefaultValue("100") int depth,
        @DefaultValue("255") int nameBytes,
        @DefaultValue("4096") int pathBytes,
        @DefaultValue("16MB") DataSize file,
        @DefaultValue("8") int uploadsAtOnce) {

    /** What holds when nothing is set. */
    public static ProjectLimits defaults() {
        return new ProjectLimits(
                DataSize.ofMegabytes(512),
                DataSize.ofGigabytes(1),
                100_000,
                100,
                255,
                4096,
                DataSize.ofMegabytes(16),
                8);
    }
}
