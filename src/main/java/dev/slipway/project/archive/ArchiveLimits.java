package dev.slipway.project.archive;

/**
 * What reading an archive may cost, whatever it declares.
 *
 * @param upload bytes of the archive as it comes
 * @param entries in it, of any kind
 * @param targetBytes of a link's target
 */
public record ArchiveLimits(long upload, int entries, int targetBytes) {}
