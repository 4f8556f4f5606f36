package dev.slipway.buildkit.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The BuildKit within a Docker Engine. From 29.2 on the engine's API speaks BuildKit's protocol itself. Before that calls go
 * over a connection that was upgraded by {@code POST /grpc}, and each session over one by {@code POST /session}. Which it is
 * gets found out with each new connection, as an engine may be replaced by a newer one at any time.
 */
final class DockerEngine {

    private final UnixDomainSocketAddress socket;
    private final EventLoopGroup loop;
    private volatile @Nullable Boolean http2;

    DockerEngine(UnixDomainSocketAddress socket, EventLoopGroup loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /** A connection for calls, not connected yet. */
    NioDomainSocketChannel newChannel() {
        NioDomainSocketChannel channel = new NioDomainSocketChannel();
        channel.pipeline().addFirst(new Handshake());
        return channel;
    }

    /** Whether sessions are calls like others; waits for the engine's word when it has not given it yet. */
    boolean speaksHttp2() throws IOException {
        Boolean known = http2;
        return known == null ? await(ask()) : known;
    }

    /**
     * Opens a connection for a session, on which the engine is the client.
     *
     * @param local where its bytes go to and come from
     */
    Channel openSession(String headers, Channel local) throws IOException {
        Promise<Channel> open = loop.next().newPromise();
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NioDomainSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel engine) {
                        engine.pipeline()
                                .addLast(new EngineUpgrade("/session", headers), new Opening(open), new Pump(local));
                    }
                })
                .connect(socket);
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                open.tryFailure(done.cause());
            }
        });
        Channel engine = await(open);
        local.eventLoop().execute(() -> local.pipeline().addLast(new Pump(engine)));
        return engine;
    }

    private Future<Boolean> ask() {
        return EngineProbe.speaksHttp2(loop.next(), socket).addListener(answer -> {
            if (answer.isSuccess()) {
                http2 = (Boolean) answer.getNow();
            }
        });
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            future.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the engine was asked", e);
        }
        if (!future.isSuccess()) {
            throw new IOException(future.cause().getMessage(), future.cause());
        }
        return future.getNow();
    }

    /** Asks before it connects, and puts the upgrade into the pipeline where it is needed. */
    private final class Handshake extends ChannelOutboundHandlerAdapter {

        @Override
        public void connect(
                ChannelHandlerContext context, SocketAddress remote, @Nullable SocketAddress own, ChannelPromise done) {
            ask().addListener(answer -> context.executor().execute(() -> {
                if (!answer.isSuccess()) {
                    done.tryFailure(answer.cause());
                    return;
                }
                if (!(Boolean) answer.getNow()) {
                    context.pipeline().addAfter(context.name(), null, new EngineUpgrade("/grpc", ""));
                }
                ChannelFuture _ = context.connect(remote, own, done);
                context.pipeline().remove(this);
            }));
        }
    }

    /** Tells whoever waits that a session's connection stands, or why it does not. */
    private static final class Opening extends ChannelInboundHandlerAdapter {

        private final Promise<Channel> open;

        Opening(Promise<Channel> open) {
            this.open = open;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            open.trySuccess(context.channel());
            context.fireChannelActive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!open.tryFailure(cause)) {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
