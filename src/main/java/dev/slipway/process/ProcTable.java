package dev.slipway.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@code /proc} tells about the machine's processes (proc(5)); empty where there is none. */
final class ProcTable {

    private static final Path PROC = Path.of("/proc");
    private static final int START_FIELD = 22;

    private ProcTable() {}

    /** When the process started, in clock ticks since boot; together with its id this names a process for good. */
    static OptionalLong startTicks(long pid) {
        return stat(pid)
                .map(fields -> OptionalLong.of(number(fields, START_FIELD)))
                .orElse(OptionalLong.empty());
    }

    /** The processes whose environment held {@code NAME=value} when they started. */
    static List<Long> withEnvironment(String name, String value) {
        byte[] wanted = (name + "=" + value).getBytes(StandardCharsets.UTF_8);
        return pids().stream()
                .filter(pid -> holds(read(pid, "environ"), wanted))
                .toList();
    }

    private static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(entry -> pids.add(Long.parseLong(entry.getFileName().toString())));
        } catch (IOException e) {
            // Not Linux, or /proc is hidden: nothing can be said about processes there.
        }
        return pids;
    }

    /** The fields of {@code /proc/[pid]/stat} from the third on: the second, the name, may itself hold blanks and brackets. */
    private static Optional<String[]> stat(long pid) {
        String line = new String(read(pid, "stat"), StandardCharsets.UTF_8);
        int name = line.lastIndexOf(')');
        return name < 0
                ? Optional.empty()
                : Optional.of(line.substring(name + 2).split(" ", -1));
    }

    private static long number(String[] fieldsFromThird, int field) {
        return Long.parseLong(fieldsFromThird[field - 3]);
    }

    private static byte[] read(long pid, String file) {
        try {
            return Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
        } catch (IOException e) {
            // It ended meanwhile, or belongs to someone else.
            return new byte[0];
        }
    }

    private static boolean holds(byte[] environment, byte[] wanted) {
        int start = 0;
        for (int i = 0; i <= environment.length; i++) {
            if (i == environment.length || environment[i] == 0) {
                if (Arrays.equals(environment, start, i, wanted, 0, wanted.length)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }
}
