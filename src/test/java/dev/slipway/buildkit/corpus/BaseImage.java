package dev.slipway.buildkit.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A root file system with a shell, which builds are given as the named context {@code busybox}. */
final class BaseImage {

    private static final String PROGRAMS =
            "awk cat cut echo env false find grep head id ip kill ln ls md5sum mkdir mount "
                    + "printf pwd rm seq sh sleep sort stat touch tr true wc xargs";

    private BaseImage() {}

    static Path make(Path folder) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String program : PROGRAMS.split(" ", -1)) {
            Files.createSymbolicLink(bin.resolve(program), Path.of("busybox"));
        }
        Files.createDirectories(folder.resolve("etc"));
        Files.write(
                folder.resolve("etc/passwd"), List.of("root:x:0:0::/root:/bin/sh", "user:x:1001:1002::/home:/bin/sh"));
        Files.write(folder.resolve("etc/group"), List.of("root:x:0:", "group:x:1003:"));
        Files.createDirectories(folder.resolve("tmp"));
        return folder;
    }
}
