package dev.slipway.home;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says on the console what to do, in the place of a stack trace; named in {@code META-INF/spring.factories}. */
final class UnwritableHomeAnalyzer extends AbstractFailureAnalyzer<UnwritableHomeException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnwritableHomeException cause) {
        String home = cause.home().toString();
        return new FailureAnalysis(
                cause.getMessage(),
                "Give the folder to the user that Slipway runs as (chown -R <user> " + home
                        + "), or name another one in SLIPWAY_HOME. In a container it is the mounted volume, which the user"
                        + " with the number 10001 has to own; docker/README.md has the command.",
                cause);
    }
}
