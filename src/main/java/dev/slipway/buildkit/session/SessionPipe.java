package dev.slipway.buildkit.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.buildkit.grpc.control.BytesMessage;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Pumps bytes between the in-process pipe and {@code Control.Session}. All state belongs to the pipe's event loop. Small
 * frames are gathered into one message; nothing is read from the pipe while the connection to the daemon is full.
 */
final class SessionPipe extends ChannelInboundHandlerAdapter {

    private static final int MESSAGE_BYTES = 256 << 10;

    private final SessionWatch watch;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(MESSAGE_BYTES);
    private @Nullable ClientCallStreamObserver<BytesMessage> requests;
    private @Nullable Channel local;
    private boolean reading;
    private boolean ended;

    SessionPipe(SessionWatch watch) {
        this.watch = watch;
    }

    /** The observer of what the daemon sends; it starts the pump as soon as the call has started. */
    ClientResponseObserver<BytesMessage, BytesMessage> responses(Channel pipe) {
        local = pipe;
        return new Responses(pipe);
    }

    /** Says goodbye to the daemon, which then ends the stream. */
    void close() {
        Channel pipe = local;
        if (pipe != null) {
            pipe.eventLoop().execute(() -> {
                end();
                ChannelFuture _ = pipe.close();
            });
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            bytes.readBytes(gathered, bytes.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            bytes.release();
        }
        if (gathered.size() >= MESSAGE_BYTES) {
            flush();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        flush();
        readWhenReady(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        watch.lost(new IOException("it was closed"));
    }

    private void flush() {
        if (gathered.size() > 0 && !ended && requests != null) {
            ByteString data = UnsafeByteOperations.unsafeWrap(gathered.toByteArray());
            requests.onNext(BytesMessage.newBuilder().setData(data).build());
        }
        gathered.reset();
    }

    private void readWhenReady(Channel pipe) {
        if (!reading && !ended && requests != null && requests.isReady()) {
            reading = true;
            pipe.read();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            if (requests != null) {
                requests.onCompleted();
            }
        }
    }

    private final class Responses implements ClientResponseObserver<BytesMessage, BytesMessage> {

        private final Channel pipe;
        private @Nullable ClientCallStreamObserver<BytesMessage> call;

        Responses(Channel pipe) {
            this.pipe = pipe;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<BytesMessage> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(1);
            stream.setOnReadyHandler(() -> pipe.eventLoop().execute(() -> ready(stream)));
        }

        @Override
        public void onNext(BytesMessage message) {
            // The pipe takes over at once; what bounds it is the window of the HTTP/2 connection inside.
            pipe.writeAndFlush(Unpooled.wrappedBuffer(message.getData().asReadOnlyByteBuffer()))
                    .addListener(written -> requestNext());
        }

        @Override
        public void onError(Throwable error) {
            over(error);
        }

        @Override
        public void onCompleted() {
            over(new IOException("the daemon ended it"));
        }

        private void ready(ClientCallStreamObserver<BytesMessage> stream) {
            boolean endedBefore = ended && requests == null;
            requests = stream;
            if (endedBefore) {
                stream.onCompleted();
            }
            readWhenReady(pipe);
        }

        private void requestNext() {
            if (call != null) {
                call.request(1);
            }
        }

        private void over(Throwable reason) {
            pipe.eventLoop().execute(() -> {
                ended = true;
                watch.lost(reason);
                ChannelFuture _ = pipe.close();
            });
        }
    }
}
