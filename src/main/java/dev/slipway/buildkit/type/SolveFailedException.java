package dev.slipway.buildkit.type;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The build itself failed: a step, the Dockerfile, an image that can't be pulled. The message is BuildKit's own. */
public final class SolveFailedException extends BuildkitException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** A failure as a sentence, and what brought it about. */
    public SolveFailedException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** All that BuildKit told. */
    public Failure failure() {
        return failure;
    }

    /** The step that failed, when it was a step. */
    public Optional<VertexDigest> vertex() {
        return failure.vertex();
    }

    /** Exit code of the process that failed, when it was a process; {@link #exitMeaning()} tells what it means. */
    public OptionalInt exitCode() {
        return failure.exitCode();
    }

    /** What {@link #exitCode()} means, in a sentence; empty for codes whose meaning is their program's own. */
    public Optional<String> exitMeaning() {
        if (Retry.needsMemory(this)) {
            return Optional.of("The step was killed (signal 9), most often because it needed more memory than its limit"
                    + " or the machine allows.");
        }
        return switch (exitCode().orElse(0)) {
            case 126 ->
                Optional.of("The command is there but could not be run: it is not executable, or not made for this"
                        + " platform.");
            case 127 -> Optional.of("The command is not there: its name is wrong, or the image lacks it.");
            case 139 -> Optional.of("The program crashed (signal 11, a segmentation fault).");
            case 143 -> Optional.of("The program was asked to end (signal 15).");
            default -> Optional.empty();
        };
    }

    /** The places in the Dockerfile, the most telling first. */
    public List<SourceLocation> sources() {
        return failure.sources();
    }

    /** The step's process and mounts, for a look into it; only within the build that failed. */
    public Optional<FailedStep> step() {
        return failure.step();
    }

    /** The Dockerfile's text at the place of the failure, a whole instruction mostly. */
    public Optional<String> instruction() {
        return sources().stream().findFirst().flatMap(SourceLocation::excerpt);
    }

    /**
     * What BuildKit told about the failure.
     *
     * @param message without Go's stack traces
     * @param frontendCapability a capability or subrequest that the frontend lacks, when that was the reason
     */
    public record Failure(
            String message,
            Optional<VertexDigest> vertex,
            OptionalInt exitCode,
            List<SourceLocation> sources,
            Optional<String> frontendCapability,
            Optional<FailedStep> step) {

        public Failure {
            sources = List.copyOf(sources);
        }
    }
}
