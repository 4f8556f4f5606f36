package bench;

import dev.slipway.buildkit.type.SolveRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the scenarios of the client have in common: a folder, two clients, one daemon. */
abstract class ClientScenario implements Scenario {

    static final long MB = 1_000_000;

    /** Of the heap, whatever the size of what is sent. */
    static final Metric HEAP = new Metric("heap growth", Metric.Unit.BYTES, new Goal.Below(64 << 20));

    /** {@code buildctl} has no heap of ours. */
    static final double NONE = Double.NaN;

    final ClientSide client;
    final BuildctlSide buildctl;
    final Path folder;

    ClientScenario(ClientSide client, BuildctlSide buildctl, Path folder) {
        this.client = client;
        this.buildctl = buildctl;
        this.folder = folder;
    }

    @Override
    public List<String> commands() {
        return List.of(String.join(" ", command()));
    }

    static SolveRequest.Builder request() {
        return SolveRequest.dockerfile();
    }

    final List<String> command(String... more) {
        List<String> all = new ArrayList<>(List.of("--local", "context=" + folder, "--progress=rawjson"));
        all.addAll(List.of(more));
        return buildctl.unstored(folder, all.toArray(String[]::new));
    }

    final void dockerfile(String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("Dockerfile"), text);
    }

    final void busybox() throws IOException {
        Files.copy(Path.of("/bin/busybox"), folder.resolve("busybox"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Bytes that nothing can pack, the same ones each time. */
    static void write(Path file, long size) throws IOException {
        Random random = new Random(size);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
    }
}
