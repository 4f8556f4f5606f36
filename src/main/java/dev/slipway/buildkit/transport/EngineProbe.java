package dev.slipway.buildkit.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a Docker Engine's API speaks HTTP/2 itself, as it does from 29.2 on: what a server sends first on an
 * HTTP/2 connection is a SETTINGS frame (RFC 9113, 3.4), an older engine answers the same bytes with a line of HTTP/1.1.
 */
final class EngineProbe extends ChannelInboundHandlerAdapter {

    private static final long ANSWER_SECONDS = 10;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final int TYPE_AT = 3;
    private static final int SETTINGS = 4;

    private final Promise<Boolean> answer;
    private final ByteBuf received = Unpooled.buffer();

    private EngineProbe(Promise<Boolean> answer) {
        this.answer = answer;
    }

    static Future<Boolean> speaksHttp2(EventLoop loop, SocketAddress engine) {
        Promise<Boolean> answer = loop.newPromise();
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NioDomainSocketChannel.class)
                .handler(new EngineProbe(answer))
                .connect(engine);
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                answer.tryFailure(done.cause());
            }
        });
        Future<?> deadline = loop.schedule(
                () -> answer.tryFailure(
                        new IOException("it did not answer within %d seconds".formatted(ANSWER_SECONDS))),
                ANSWER_SECONDS,
                TimeUnit.SECONDS);
        answer.addListener(_ -> {
            boolean _ = deadline.cancel(false);
            ChannelFuture _ = connected.channel().close();
        });
        return answer;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf preface = Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII);
        ChannelFuture _ =
                context.writeAndFlush(Unpooled.wrappedBuffer(preface, Unpooled.wrappedBuffer(EMPTY_SETTINGS)));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            received.writeBytes(bytes);
        } finally {
            bytes.release();
        }
        if (received.readableBytes() > TYPE_AT) {
            boolean isText = received.getByte(0) == 'H';
            if (isText || received.getByte(TYPE_AT) == SETTINGS) {
                answer.trySuccess(!isText);
            } else {
                answer.tryFailure(new IOException("what answers there speaks no HTTP"));
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer.tryFailure(new IOException("it hung up before it said a word"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        answer.tryFailure(cause);
    }
}
