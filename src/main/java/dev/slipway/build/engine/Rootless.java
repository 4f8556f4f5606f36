package dev.slipway.build.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The build engine of an ordinary user: rootlesskit makes a namespace in which the user is root and his range of ids are the
 * others. RUN steps get a network of its own there (slirp4netns), with a bridge in it as root's have; the daemon itself stays in
 * the machine's network, where it reaches Slipway's registry. See docs/decisions/0041-rootless-builds.md.
 *
 * @param rootlesskit the program, {@value #OLDEST} or newer
 */
record Rootless(Path rootlesskit) {

    /** The first with {@code --detach-netns}. */
    static final String OLDEST = "2.0.0";

    private static final Path CNI_STATE = Path.of("/var/lib/cni");
    private static final Path TUN = Path.of("/dev/net/tun");
    private static final Pattern VERSION = Pattern.compile("([0-9]+\\.[0-9]+\\.[0-9]+)");

    /** What keeps this user from building, a phrase each; empty when nothing does. */
    static List<String> obstacles(EnginePrograms programs, String user) {
        List<String> obstacles = new ArrayList<>();
        Optional<Path> rootlesskit = programs.rootlesskit();
        if (rootlesskit.isEmpty()) {
            obstacles.add("rootlesskit " + OLDEST + " is missing (./slipway up builds it)");
        } else {
            String version = version(rootlesskit.get());
            if (EnginePrograms.version(version, OLDEST) < 0) {
                obstacles.add("rootlesskit is version " + version + ", and " + OLDEST + " is needed");
            }
        }
        for (String program : List.of("slirp4netns", "newuidmap", "newgidmap", "iptables", "ip")) {
            if (programs.onPath(program).isEmpty()) {
                obstacles.add(program.equals("ip") ? "ip is missing (Debian: iproute2)" : program + " is missing");
            }
        }
        if (programs.cniPlugins().isEmpty()) {
            obstacles.add("the CNI plugins are missing (Debian: containernetworking-plugins)");
        }
        for (String file : List.of("/etc/subuid", "/etc/subgid")) {
            if (!hasRange(Path.of(file), user)) {
                obstacles.add(file + " has no range for " + user);
            }
        }
        if (!Files.isReadable(TUN) || !Files.isWritable(TUN)) {
            obstacles.add(TUN + " can't be opened by " + user);
        }
        return List.copyOf(obstacles);
    }

    /**
     * The command that runs {@code daemon} in the namespace. Whatever runs there ends with it: it has process ids of its own.
     *
     * @param folder of the daemon; rootlesskit's state is in {@code rk} there, a short name because it holds a socket
     */
    List<String> around(List<String> daemon, Path folder) {
        List<String> command = new ArrayList<>(List.of(
                rootlesskit.toString(),
                "--state-dir=" + folder.resolve("rk"),
                "--net=slirp4netns",
                "--detach-netns",
                "--disable-host-loopback",
                "--pidns",
                "--reaper=true",
                "--propagation=rprivate",
                "--copy-up=/etc",
                "--copy-up=/run"));
        // The CNI plugin host-local writes addresses to a folder that root owns: here it gets an empty one of its own.
        if (Files.isDirectory(CNI_STATE)) {
            command.addAll(
                    List.of("sh", "-c", "mount -t tmpfs -o mode=755 cni " + CNI_STATE + " && exec \"$0\" \"$@\""));
        } else {
            command.add("--copy-up=/var/lib");
        }
        command.addAll(daemon);
        return List.copyOf(command);
    }

    /** Files of the range of ids can only be deleted by the root that made them, in a namespace. */
    void delete(Path folder) throws IOException {
        Path scratch = Files.createTempDirectory("rk");
        try {
            run(rootlesskit.toString(), "--state-dir=" + scratch, "rm", "-rf", "--", folder.toString());
        } finally {
            Folders.delete(scratch);
        }
    }

    private static boolean hasRange(Path file, String user) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.anyMatch(line -> line.startsWith(user + ":"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String version(Path program) {
        try {
            Matcher version = VERSION.matcher(run(program.toString(), "--version"));
            return version.find() ? version.group() : "0.0.0";
        } catch (IOException e) {
            return "0.0.0";
        }
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command[0] + " says: " + output.strip());
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
