package dev.slipway.build;

/** What the machine allows builds to do, for people to see. */
public interface EngineCondition {

    /** Whether the engine's programs are there. */
    boolean canBuild();

    /** Whether RUN steps are kept away from the machine's own network. */
    boolean isolated();

    /** What that means, in one or two sentences. */
    String sentence();
}
