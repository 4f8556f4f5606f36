package dev.slipway.buildkit.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns a connection to a Docker Engine's API into one to its BuildKit: one HTTP/1.1 request with {@code Upgrade: h2c}, and
 * after the engine's {@code 101} both sides speak HTTP/2 as if nothing had been before. The handlers behind this one hear of
 * an active channel only then. The engine may begin in the same packet, so what follows the head is handed on.
 */
final class EngineUpgrade extends ByteToMessageDecoder {

    private static final long ANSWER_SECONDS = 10;
    private static final int HEAD_BYTES = 16 << 10;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SWITCHING = "HTTP/1.1 101";

    private final String request;
    private @Nullable Future<?> deadline;

    /** @param headers lines that end with CR LF */
    EngineUpgrade(String path, String headers) {
        this.request =
                "POST %s HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\n%s\r\n"
                        .formatted(path, headers);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf head = Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII);
        ChannelFuture _ = context.writeAndFlush(head);
        deadline = context.executor()
                .schedule(
                        () -> refuse(context, "it did not answer a request for its BuildKit"),
                        ANSWER_SECONDS,
                        TimeUnit.SECONDS);
        context.read();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(HEAD_END), in);
        if (length < 0) {
            if (in.readableBytes() > HEAD_BYTES) {
                refuse(context, "its answer is not one of HTTP");
            }
            return;
        }
        String head = in.readCharSequence(length + HEAD_END.length - in.readerIndex(), StandardCharsets.US_ASCII)
                .toString();
        if (head.startsWith(SWITCHING)) {
            stopClock();
            context.fireChannelActive();
            context.pipeline().remove(this);
        } else {
            String body = in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8)
                    .toString();
            String status = head.substring(0, head.indexOf('\r'));
            refuse(context, "it refuses its BuildKit: " + (status + " " + body).strip());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (context.channel().isOpen() || deadline != null) {
            refuse(context, "it hung up");
        }
        super.channelInactive(context);
    }

    private void refuse(ChannelHandlerContext context, String reason) {
        if (deadline != null) {
            stopClock();
            context.fireExceptionCaught(new IOException("this is no Docker Engine with BuildKit: " + reason));
            Channel channel = context.channel();
            ChannelFuture _ = channel.close();
        }
    }

    private void stopClock() {
        if (deadline != null) {
            boolean _ = deadline.cancel(false);
            deadline = null;
        }
    }
}
