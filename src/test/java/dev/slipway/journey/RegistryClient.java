package dev.slipway.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A registry client of the world outside, with a sign-in of its own: {@code skopeo}, {@code crane} or {@code regctl}. */
record RegistryClient(List<String> program, Path home) {

    /** What a command said, and how it ended. */
    record Run(int status, String output) {

        /** What it said, once it went well. */
        String ok() {
            if (status != 0) {
                throw new AssertionError("ended with " + status + ": " + output);
            }
            return output;
        }
    }

    static RegistryClient skopeo(Path home) {
        return new RegistryClient(List.of("skopeo"), home);
    }

    /** Built by {@code ./slipway test} from the pinned module in tools/engines/crane. */
    static RegistryClient crane(Path home) {
        return new RegistryClient(List.of(System.getenv().getOrDefault("SLIPWAY_CRANE", "crane")), home);
    }

    /** Built likewise from tools/engines/regctl. */
    static RegistryClient regctl(Path home) {
        return new RegistryClient(List.of(System.getenv().getOrDefault("SLIPWAY_REGCTL", "regctl")), home);
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOCKER_CONFIG", home.toString());
        builder.environment().put("REGCTL_CONFIG", home.resolve("regctl.json").toString());
        builder.environment()
                .put("REGISTRY_AUTH_FILE", home.resolve("auth.json").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
