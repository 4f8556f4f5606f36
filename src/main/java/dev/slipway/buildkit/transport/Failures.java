package dev.slipway.buildkit.transport;

import com.google.protobuf.Any;
import com.google.rpc.Status;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.BuildkitUnsupportedException;
import dev.slipway.buildkit.type.FailedStep;
import dev.slipway.buildkit.type.SolveFailedException;
import dev.slipway.buildkit.type.SolveFailedException.Failure;
import dev.slipway.buildkit.type.SourceLocation;
import dev.slipway.buildkit.type.SourceRange;
import dev.slipway.buildkit.type.VertexDigest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes typed errors of gRPC statuses. Their details are {@code Any}s that hold JSON text, not protobuf. */
public final class Failures {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GO_PREFIX = "github.com/moby/buildkit/";

    private final String address;

    Failures(String address) {
        this.address = address;
    }

    /** Of a call that is not a build. */
    public BuildkitException ofCall(StatusRuntimeException e) {
        if (e.getStatus().getCode() == Code.UNIMPLEMENTED) {
            return new BuildkitUnsupportedException(
                    "The build daemon at %s is too old for this (%s). A newer BuildKit has it."
                            .formatted(address, message(e)),
                    e);
        }
        return isGone(e) ? unavailable(e) : new BuildkitException(message(e), e);
    }

    /** Of a build. */
    public BuildkitException ofSolve(StatusRuntimeException e) {
        return isGone(e) ? unavailable(e) : new SolveFailedException(failure(e), e);
    }

    /** True when the daemon did not answer at all. */
    public static boolean isGone(StatusRuntimeException e) {
        Code code = e.getStatus().getCode();
        return code == Code.UNAVAILABLE || code == Code.DEADLINE_EXCEEDED || endedWithoutStatus(e);
    }

    /** Of a connection that is opened apart from calls. */
    public BuildkitUnavailableException ofConnection(IOException e) {
        return unavailable(e, e);
    }

    /** Of a session that was gone before its build had ended. */
    public BuildkitUnavailableException ofSession(Throwable reason) {
        if (reason instanceof StatusRuntimeException e && isGone(e)) {
            return unavailable(e);
        }
        return new BuildkitUnavailableException(
                "The build lost its session with the build daemon at %s (%s). Nothing was lost but this build: try it again."
                        .formatted(address, withoutDump(reason.getMessage())),
                reason);
    }

    private BuildkitUnavailableException unavailable(StatusRuntimeException e) {
        return unavailable(e, e.getCause() == null ? e : e.getCause());
    }

    private BuildkitUnavailableException unavailable(Exception e, Throwable reason) {
        return new BuildkitUnavailableException(
                "The build daemon at %s does not answer (%s). %s"
                        .formatted(address, withoutDump(reason.getMessage()), ConnectionAdvice.of(reason)),
                e);
    }

    private static String withoutDump(@Nullable String message) {
        String text = String.valueOf(message);
        int dump = text.indexOf(". Hex dump");
        return dump < 0 ? text : text.substring(0, dump);
    }

    private static boolean endedWithoutStatus(StatusRuntimeException e) {
        // grpc-java's own words for a connection that broke in the middle of a message.
        String description = e.getStatus().getDescription();
        return e.getStatus().getCode() == Code.INTERNAL
                && description != null
                && (description.contains("Encountered end-of-stream mid-frame")
                        || description.contains("http2 exception")
                        || description.contains("Connection reset"));
    }

    private static String message(StatusRuntimeException e) {
        String description = e.getStatus().getDescription();
        return description == null
                ? "The build daemon answered " + e.getStatus().getCode()
                : description;
    }

    private static Failure failure(StatusRuntimeException e) {
        Details details = new Details();
        Status status = StatusProto.fromThrowable(e);
        if (status != null) {
            status.getDetailsList().forEach(details::read);
        }
        // Wrapping errors come later and are the more telling ones.
        Collections.reverse(details.sources);
        return new Failure(
                message(e), details.vertex, details.exitCode, details.sources, details.capability, details.step);
    }

    /** What is known so far; reads Go's JSON leniently, as field names changed their case once. */
    private static final class Details {

        private Optional<VertexDigest> vertex = Optional.empty();
        private OptionalInt exitCode = OptionalInt.empty();
        private Optional<String> capability = Optional.empty();
        private Optional<FailedStep> step = Optional.empty();
        private final List<SourceLocation> sources = new ArrayList<>();

        void read(Any detail) {
            String type = detail.getTypeUrl();
            if (!type.startsWith(GO_PREFIX) && !type.contains("/moby/buildkit/")) {
                return;
            }
            switch (type.substring(type.lastIndexOf('/') + 1)) {
                case "errdefs.Vertex+json" ->
                    vertex = text(json(detail), "digest").map(VertexDigest::new).or(() -> vertex);
                case "errdefs.Source+json" -> sources.add(source(json(detail)));
                case "gatewayapi.ExitMessage+json" -> exitCode = exitCode(json(detail));
                case "errdefs.Solve+json" ->
                    step = FailedStepJson.parse(json(detail)).or(() -> step);
                case "errdefs.Subrequest+json", "errdefs.FrontendCap+json" -> capability = text(json(detail), "name");
                default -> {
                    // Stacks are of no use to a person.
                }
            }
        }

        private static JsonNode json(Any detail) {
            try {
                return JSON.readTree(detail.getValue().toByteArray());
            } catch (JacksonException e) {
                return JSON.createObjectNode();
            }
        }

        private static OptionalInt exitCode(JsonNode exit) {
            JsonNode code = field(exit, "Code");
            return code.isNumber() ? OptionalInt.of(code.intValue()) : OptionalInt.empty();
        }

        private static SourceLocation source(JsonNode source) {
            JsonNode info = field(source, "info");
            List<SourceRange> ranges = new ArrayList<>();
            field(source, "ranges")
                    .forEach(range ->
                            ranges.add(new SourceRange(line(field(range, "start")), line(field(range, "end")))));
            byte[] data = text(info, "data").map(Base64.getDecoder()::decode).orElse(new byte[0]);
            return SourceLocation.of(
                    text(info, "filename").orElse(""),
                    data,
                    text(info, "language").orElse(""),
                    ranges);
        }

        private static int line(JsonNode position) {
            return field(position, "line").asInt(0);
        }

        private static Optional<String> text(JsonNode node, String name) {
            return field(node, name).stringValueOpt();
        }

        private static JsonNode field(JsonNode node, String name) {
            return node.properties().stream()
                    .filter(property -> property.getKey().equalsIgnoreCase(name))
                    .map(property -> property.getValue())
                    .findFirst()
                    .orElse(JSON.missingNode());
        }
    }
}
