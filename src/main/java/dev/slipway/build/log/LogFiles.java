package dev.slipway.build.log;

import java.nio.file.Path;

/** Where the parts of one log are. */
record LogFiles(Path folder) {

    Path events() {
        return folder.resolve("events.ndjson");
    }

    /** Made when the log is complete: a log that has one never changes again. */
    Path index() {
        return folder.resolve("events.index");
    }

    Path step(int number) {
        return folder.resolve("step-" + number + ".out");
    }

    /** The rendering for people; made on demand. */
    Path text() {
        return folder.resolve("log.txt");
    }
}
