package bench;

import client.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer's way in and out: through Slipway's registry edge, which looks at who comes, against the registry alone. The client is
 * {@code curl} on both sides, so that the figures are the servers'.
 */
final class EdgeBlob implements Scenario {

    private static final int BYTES = 200_000_000;
    private static final Pattern LOCATION = Pattern.compile("(?im)^location: *(\\S+)\\s*$");

    private final Side edge;
    private final Side registry;
    private final Path folder;
    private String digest = "";

    EdgeBlob(SlipwaySide slipway, BuildctlSide buildctl, Path folder) {
        this.edge = new Side(slipway.edge(), slipway.edgeRepository(), slipway.login());
        this.registry = new Side(buildctl.registryAddress(), "bench/blob", List.of());
        this.folder = folder;
    }

    /**
     * A registry as curl reaches it.
     *
     * @param address host and port
     * @param login curl's options for it
     */
    private record Side(String address, String repository, List<String> login) {

        String blobs() {
            return "http://%s/v2/%s/blobs/".formatted(address, repository);
        }
    }

    @Override
    public String name() {
        return "blob";
    }

    @Override
    public String title() {
        return "a layer of %,d bytes through the registry edge, against the registry alone".formatted(BYTES);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new Metric("pull", Metric.Unit.BYTES_PER_SECOND, new Goal.AtLeast(1.0)),
                new Metric("push", Metric.Unit.BYTES_PER_SECOND, new Goal.AtLeast(0.9)));
    }

    @Override
    public List<String> commands() {
        return List.of("GET and POST, PUT " + edge.blobs(), "GET and POST, PUT " + registry.blobs());
    }

    @Override
    public void prepare() throws Exception {
        Files.createDirectories(folder);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[1_000_000];
        Random random = new Random(1);
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(blob()), sha256)) {
            for (int written = 0; written < BYTES; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        digest = "sha256:" + HexFormat.of().formatHex(sha256.digest());
        run(edge);
        run(registry);
    }

    @Override
    public List<Double> slipway(int round) throws Exception {
        return run(edge);
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        return run(registry);
    }

    private Path blob() {
        return folder.resolve("blob");
    }

    private List<Double> run(Side side) throws Exception {
        double push = push(side);
        return List.of(pull(side), push);
    }

    /** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs */
    private double push(Side side) throws Exception {
        String answer = curl(
                side, "--include", "--request", "POST", "--header", "Content-Length: 0", side.blobs() + "uploads/");
        Matcher location = LOCATION.matcher(answer);
        if (!location.find()) {
            throw new Refused("The registry at %s began no upload: %s".formatted(side.address(), answer));
        }
        String upload =
                location.group(1).startsWith("/") ? "http://" + side.address() + location.group(1) : location.group(1);
        return rate(curl(
                side,
                "--upload-file",
                blob().toString(),
                "--header",
                "Content-Type: application/octet-stream",
                "--write-out",
                "%{http_code} %{speed_upload}",
                upload + (upload.contains("?") ? "&" : "?") + "digest=" + digest));
    }

    private double pull(Side side) throws Exception {
        return rate(curl(
                side, "--output", "/dev/null", "--write-out", "%{http_code} %{speed_download}", side.blobs() + digest));
    }

    private static double rate(String written) {
        String[] words = written.strip().split(" ");
        if (!words[0].startsWith("2")) {
            throw new Refused("A blob was answered with " + written);
        }
        return Double.parseDouble(words[1]);
    }

    private static String curl(Side side, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("curl", "--silent", "--show-error", "--expect100-timeout", "0.1"));
        command.addAll(side.login());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new Refused("curl failed at %s: %s".formatted(side.address(), output));
        }
        return output;
    }
}
