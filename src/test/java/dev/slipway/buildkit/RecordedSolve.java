package dev.slipway.buildkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.slipway.buildkit.grpc.control.StatusResponse;
import dev.slipway.buildkit.type.SolveStatus;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a real daemon told of one build, and what {@code buildctl} wrote of it.
 *
 * @param plain with {@code --progress=plain}, and what follows it when a build fails; a char for each byte
 * @param rawjson with {@code --trace}, which is what {@code --progress=rawjson} writes; a char for each byte
 */
public record RecordedSolve(List<Message> messages, String plain, String rawjson) {

    /**
     * One message of the daemon's.
     *
     * @param nanos when it came, counted from any instant
     */
    public record Message(long nanos, StatusResponse response) {

        static Message of(long nanos, byte[] bytes) throws InvalidProtocolBufferException {
            return new Message(nanos, StatusResponse.parseFrom(bytes));
        }

        public SolveStatus status() {
            return Wire.status(response);
        }
    }

    /** One of the recordings beside the package of {@code test}. */
    public static RecordedSolve load(Class<?> test, String name) throws IOException {
        return read(Objects.requireNonNull(test.getResourceAsStream(name + ".solve.gz"), name));
    }

    public static RecordedSolve load(Path file) throws IOException {
        return read(Files.newInputStream(file));
    }

    private static RecordedSolve read(InputStream file) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
            List<Message> messages = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                messages.add(Message.of(in.readLong(), in.readNBytes(in.readInt())));
            }
            return new RecordedSolve(messages, text(in), text(in));
        }
    }

    public void save(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(messages.size());
            for (Message message : messages) {
                out.writeLong(message.nanos());
                write(out, message.response().toByteArray());
            }
            write(out, plain.getBytes(StandardCharsets.ISO_8859_1));
            write(out, rawjson.getBytes(StandardCharsets.ISO_8859_1));
        }
        Files.write(file, bytes.toByteArray());
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.ISO_8859_1);
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
