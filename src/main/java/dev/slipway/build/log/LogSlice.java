package dev.slipway.build.log;

import java.nio.ByteBuffer;

/**
 * A stretch of a log as it is on disk.
 *
 * @param offset number of the first event, from 0
 * @param next number of the event after the last one
 * @param ndjson the events, each JSON in UTF-8 and a line feed; valid until the reader is asked again
 * @param ended the build's last event is among them or before them
 */
public record LogSlice(long offset, long next, ByteBuffer ndjson, boolean ended) {

    public boolean isEmpty() {
        return offset == next;
    }
}
