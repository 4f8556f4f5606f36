package client;

import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One build's log, read frame by frame over the WebSocket; a lost connection goes on where it was. */
public final class BuildLog {

    private static final int ATTEMPTS = 10;

    /** Where to go on after a frame: in its head, so that a reader of a million lines need not parse them all. */
    private static final Pattern NEXT = Pattern.compile("\"next\"\\s*:\\s*(\\d+)");

    private static final int HEAD = 100;

    private final SlipwayClient client;
    private final String address;
    private long offset;

    BuildLog(SlipwayClient client, int number) {
        this.client = client;
        this.address = client.slipway.toString().replaceFirst("^http", "ws") + "/ws/workspaces/" + client.workspace()
                + "/builds/" + number + "/log?offset=";
    }

    /** The events of one frame, parsed. */
    public static JsonNode events(String frame) {
        return SlipwayClient.JSON.readTree(frame).path("events");
    }

    /** Hands over each frame as it was sent, until the build ends. */
    public void follow(Consumer<String> frames, Duration limit) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            long before = offset;
            if (readUntilClosed(frames, deadline)) {
                return;
            }
            if (offset > before) {
                attempt = 0;
            }
            Thread.sleep(500);
        }
        throw new Refused("The log could not be followed any more; the build goes on.");
    }

    /** Answers whether the server said that this was all. */
    private boolean readUntilClosed(Consumer<String> frames, long deadline) throws Exception {
        Listener listener = new Listener();
        WebSocket socket;
        try {
            socket = client.http
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + client.token)
                    .buildAsync(URI.create(address + offset), listener)
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return false;
        }
        try {
            while (true) {
                Object news = listener.news.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                switch (news) {
                    case String frame -> {
                        frames.accept(frame);
                        offset = next(frame);
                    }
                    case Integer code -> {
                        return code == WebSocket.NORMAL_CLOSURE;
                    }
                    case null, default -> throw new Refused("The build did not end in the time it was given.");
                }
            }
        } finally {
            socket.abort();
        }
    }

    private static long next(String frame) {
        Matcher next = NEXT.matcher(frame).region(0, Math.min(HEAD, frame.length()));
        if (!next.find()) {
            throw new Refused("A frame of the log does not say where it ends.");
        }
        return Long.parseLong(next.group(1));
    }

    /** Puts whole frames, and at last the closing code, into a queue; asks for the next frame when one is complete. */
    private static final class Listener implements WebSocket.Listener {

        private static final int LOST = 1006;

        final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
        private final StringBuilder frame = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            frame.append(part);
            if (last) {
                news.add(frame.toString());
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            news.add(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            news.add(LOST);
        }
    }
}
