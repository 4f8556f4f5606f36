package dev.slipway.buildkit.transport;

import dev.slipway.buildkit.type.FailedStep;
import dev.slipway.buildkit.type.FailedStep.Command;
import dev.slipway.buildkit.type.FailedStep.FailedMount;
import dev.slipway.buildkit.type.StepMount;
import dev.slipway.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads BuildKit's {@code errdefs.Solve}. It is protobuf's own JSON: 64-bit numbers are strings, enums are names. */
final class FailedStepJson {

    private FailedStepJson() {}

    /** Empty where no step failed: the detail comes with errors of the frontend too, without an operation. */
    static Optional<FailedStep> parse(JsonNode solve) {
        JsonNode op = solve.path("op");
        if (!op.isObject()) {
            return Optional.empty();
        }
        JsonNode exec = op.path("exec");
        List<FailedMount> mounts = new ArrayList<>();
        for (int i = 0; i < exec.path("mounts").size(); i++) {
            mounts.add(new FailedMount(
                    mount(exec.path("mounts").path(i)), id(solve.path("inputIDs"), i), id(solve.path("mountIDs"), i)));
        }
        return Optional.of(new FailedStep(
                exec.isObject() ? Optional.of(command(exec)) : Optional.empty(),
                mounts,
                platform(op.path("platform"))));
    }

    private static Command command(JsonNode exec) {
        JsonNode meta = exec.path("meta");
        return new Command(
                texts(meta.path("args")),
                texts(meta.path("env")),
                meta.path("cwd").asString(""),
                meta.path("user").asString(""),
                exec.path("network").asString("").equals("HOST"));
    }

    private static StepMount mount(JsonNode mount) {
        StepMount.Kind kind = named(StepMount.Kind.class, mount.path("mountType"), StepMount.Kind.BIND);
        JsonNode options = switch (kind) {
            case BIND -> mount.path("none");
            case CACHE -> mount.path("cacheOpt");
            case SECRET -> mount.path("secretOpt");
            case SSH -> mount.path("SSHOpt");
            case TMPFS -> mount.path("TmpfsOpt");
        };
        return new StepMount(
                kind,
                mount.path("dest").asString(""),
                mount.path("selector").asString(""),
                mount.path("readonly").asBoolean(false),
                options.path("ID").asString(""),
                named(StepMount.Sharing.class, options.path("sharing"), StepMount.Sharing.SHARED),
                options.path("uid").asInt(0),
                options.path("gid").asInt(0),
                options.path("mode").asInt(0),
                options.path("optional").asBoolean(false),
                options.path("size").asLong(0));
    }

    private static Optional<Platform> platform(JsonNode platform) {
        return platform.isObject()
                ? Optional.of(new Platform(
                        platform.path("OS").asString(""),
                        platform.path("Architecture").asString(""),
                        platform.path("Variant").asString(""),
                        platform.path("OSVersion").asString("")))
                : Optional.empty();
    }

    private static Optional<String> id(JsonNode ids, int index) {
        return Optional.of(ids.path(index).asString("")).filter(id -> !id.isEmpty());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }

    private static <E extends Enum<E>> E named(Class<E> type, JsonNode name, E otherwise) {
        try {
            return Enum.valueOf(type, name.asString(otherwise.name()).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }
}
