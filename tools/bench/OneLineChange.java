package bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One line of one file of a large project changes, then it is built: how much goes to the daemon again. The image holds one file
 * only, so that packing it, which {@link UncachedBuild} compares, has no part in the time.
 */
final class OneLineChange implements Scenario {

    private static final int FOLDERS = 200;
    private static final int FILES_PER_FOLDER = 100;
    private static final int LINES_PER_FILE = 50;
    private static final String PROJECT = "many-files";
    private static final String CHANGED = "module-100/file-50.txt";

    private static final String DOCKERFILE = """
            FROM scratch AS project
            COPY . /project/

            FROM scratch
            COPY --from=project /project/%s /
            """.formatted(CHANGED);

    private final SlipwaySide slipway;
    private final BuildctlSide buildctl;
    private final Path folder;
    private final Map<String, ?> request = Map.of("tags", List.of(PROJECT + ":latest"));
    private final List<String> command;

    OneLineChange(SlipwaySide slipway, BuildctlSide buildctl, Path folder) {
        this.slipway = slipway;
        this.buildctl = buildctl;
        this.folder = folder;
        this.command = buildctl.command(folder, PROJECT, "--progress=rawjson");
    }

    @Override
    public String name() {
        return "change";
    }

    @Override
    public String title() {
        return "one line changed in a project of %,d files".formatted(FOLDERS * FILES_PER_FOLDER);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new Metric("bytes sent", Metric.Unit.BYTES, new Goal.AtMost(1.05)), Metric.time(new Goal.AtMost(1.30)));
    }

    @Override
    public List<String> commands() {
        return List.of(slipway.request(PROJECT, request), String.join(" ", command));
    }

    @Override
    public void prepare() throws Exception {
        writeProject();
        slipway.upload(folder, PROJECT);
        slipway(0);
        buildctl(0);
    }

    /** Saving is not part of the time: a person does that before. */
    @Override
    public List<Double> slipway(int round) throws Exception {
        slipway.save(PROJECT, CHANGED, content(CHANGED, round).getBytes(StandardCharsets.UTF_8));
        TransferredBytes bytes = new TransferredBytes();
        Duration time = slipway.build(PROJECT, request, bytes::addFrame);
        return values(bytes, time);
    }

    @Override
    public List<Double> buildctl(int round) throws Exception {
        Files.writeString(folder.resolve(CHANGED), content(CHANGED, round));
        TransferredBytes bytes = new TransferredBytes();
        Duration time = buildctl.build(command, bytes::addRawJson);
        return values(bytes, time);
    }

    private static List<Double> values(TransferredBytes bytes, Duration time) {
        return List.of((double) bytes.sum(), time.toNanos() / 1e9);
    }

    private void writeProject() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("Dockerfile"), DOCKERFILE);
        for (int module = 0; module < FOLDERS; module++) {
            Path subfolder = Files.createDirectories(folder.resolve("module-" + module));
            for (int file = 0; file < FILES_PER_FOLDER; file++) {
                String name = "file-%d.txt".formatted(file);
                Files.writeString(subfolder.resolve(name), content(subfolder.getFileName() + "/" + name, -1));
            }
        }
    }

    /** About 2 kB of text, of which the round decides one line. */
    private static String content(String path, int round) {
        StringBuilder content = new StringBuilder("changed in round %+d%n".formatted(round));
        for (int line = 1; line < LINES_PER_FILE; line++) {
            content.append("line %d of %s in a project%n".formatted(line, path));
        }
        return content.toString();
    }
}
