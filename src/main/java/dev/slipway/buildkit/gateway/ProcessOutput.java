package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.type.LogStream;
import java.nio.ByteBuffer;

/** Takes what a process writes. */
@FunctionalInterface
public interface ProcessOutput {

    /** Lets it go. */
    ProcessOutput NONE = (stream, bytes) -> {};

    /** @param bytes any number of lines or a part of one; with a terminal all of it is stdout */
    void write(LogStream stream, ByteBuffer bytes);
}
