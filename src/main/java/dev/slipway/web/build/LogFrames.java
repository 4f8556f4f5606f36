package dev.slipway.web.build;

import dev.slipway.build.log.LogSlice;
import dev.slipway.build.log.Scan;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * Stretches of a log as text frames of one socket. The bytes on disk become the frame's characters in one step, without a
 * string in between: a message's string would be encoded character by character through a view of it, which costs more than
 * all the rest of the path from the daemon to the client.
 */
final class LogFrames {

    private final WebSocketSession session;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] bytes = new byte[0];
    private CharBuffer text = CharBuffer.allocate(0);

    LogFrames(WebSocketSession session) {
        this.session = session;
    }

    /** {@code {"offset":0,"next":2,"events":[…,…]}} */
    void send(LogSlice slice) throws IOException {
        int length = frame(slice);
        Session endpoint = ((NativeWebSocketSession) session).getNativeSession(Session.class);
        if (endpoint == null) {
            session.sendMessage(new TextMessage(new String(bytes, 0, length, StandardCharsets.UTF_8)));
            return;
        }
        decode(length);
        try (Writer out = endpoint.getBasicRemote().getSendWriter()) {
            out.write(text.array(), 0, text.position());
        }
    }

    private int frame(LogSlice slice) {
        byte[] head = "{\"offset\":%d,\"next\":%d,\"events\":["
                .formatted(slice.offset(), slice.next())
                .getBytes(StandardCharsets.US_ASCII);
        int length = head.length + slice.size() + 1;
        if (bytes.length < length) {
            bytes = new byte[length + length / 4];
        }
        System.arraycopy(head, 0, bytes, 0, head.length);
        slice.copyTo(bytes, head.length);
        // JSON in between holds no line feed: each one that is there ends an event.
        int last = length - 2;
        for (int i = Scan.lineFeed(bytes, head.length, last); i < last; i = Scan.lineFeed(bytes, i + 1, last)) {
            bytes[i] = ',';
        }
        bytes[last] = ']';
        bytes[last + 1] = '}';
        return length;
    }

    /** No character takes fewer bytes than one. */
    private void decode(int length) {
        if (text.capacity() < length) {
            text = CharBuffer.allocate(bytes.length);
        }
        CoderResult result = decoder.reset().decode(ByteBuffer.wrap(bytes, 0, length), text.clear(), true);
        if (result.isOverflow()) {
            throw new IllegalStateException("A frame of " + length + " bytes did not fit its own length");
        }
    }
}
