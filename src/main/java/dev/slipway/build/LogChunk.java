package dev.slipway.build;

import java.util.List;

/**
 * A stretch of a build's log.
 *
 * @param offset of the first event
 * @param next where to go on
 * @param ended nothing follows and nothing will
 */
public record LogChunk(long offset, long next, List<BuildEvent> events, boolean ended) {

    public LogChunk {
        events = List.copyOf(events);
    }
}
