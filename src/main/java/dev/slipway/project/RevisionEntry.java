package dev.slipway.project;

import java.time.Instant;

/**
 * One line of a project's history.
 *
 * @param message what was done; the first line is its title
 */
public record RevisionEntry(Revision revision, Author author, Instant at, String message) {

    public String title() {
        return message.lines().findFirst().orElse("");
    }
}
