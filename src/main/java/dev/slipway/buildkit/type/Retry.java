package dev.slipway.buildkit.type;

import java.util.regex.Pattern;

/** Which failures may pass by themselves. */
public final class Retry {

    private static final Pattern PASSING = Pattern.compile(
            "connection (?:reset|refused|timed out)|i/o timeout|TLS handshake timeout|unexpected EOF"
                    + "|temporary failure in name resolution|server misbehaving|network is unreachable|no route to host"
                    + "|no active session|deadline exceeded"
                    + "|(?:status|status code|response status code)[ :]*(?:429|500|502|503|504)"
                    + "|(?:429 too many requests|500 internal server error|502 bad gateway|503 service unavailable"
                    + "|504 gateway time-?out)|toomanyrequests",
            Pattern.CASE_INSENSITIVE);

    private Retry() {}

    /**
     * Whether the same request, made again, may well succeed: the daemon was away, or a registry or network on its side
     * had a bad moment. A build whose process failed, or whose Dockerfile is wrong, will fail again.
     */
    public static boolean mayHelp(BuildkitException failure) {
        return switch (failure) {
            case BuildkitUnavailableException _ -> true;
            case SolveFailedException failed ->
                failed.exitCode().isEmpty()
                        && PASSING.matcher(failed.failure().message()).find();
            default -> false;
        };
    }

    /** Whether the daemon's disk is full: freeing space there, by a prune for instance, is what helps. */
    public static boolean needsSpace(BuildkitException failure) {
        return String.valueOf(failure.getMessage()).contains("no space left on device");
    }

    /** Whether a process was killed, as the kernel does where memory runs out. */
    public static boolean needsMemory(BuildkitException failure) {
        return failure instanceof SolveFailedException failed
                && (failed.exitCode().orElse(0) == 137
                        || failed.failure().message().contains("cannot allocate memory"));
    }
}
