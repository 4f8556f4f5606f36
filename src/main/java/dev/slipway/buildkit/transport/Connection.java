package dev.slipway.buildkit.transport;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/2 connection to a daemon with the threads it needs: one event loop for the socket, one for the sessions inside
 * it, virtual threads for everything that may block.
 */
public final class Connection implements AutoCloseable {

    /** Largest gRPC message and largest header block, in bytes; a failed build's typed error travels in a header. */
    public static final int MAX_MESSAGE_BYTES = 16 << 20;

    private static final int WINDOW_BYTES = 4 << 20;
    private static final long CLOSE_SECONDS = 5;

    private final ManagedChannel channel;
    private final EventLoopGroup socketLoop;
    private final EventLoopGroup sessionLoop;
    private final ExecutorService executor;
    private final Failures failures;
    private final Optional<DockerEngine> engine;

    private Connection(
            String address, NettyChannelBuilder builder, EventLoopGroup socketLoop, Optional<DockerEngine> engine) {
        this.failures = new Failures(address);
        this.socketLoop = socketLoop;
        this.engine = engine;
        this.sessionLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("buildkit-session", true), LocalIoHandler.newFactory());
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("buildkit-", 0).factory());
        this.channel = builder.eventLoopGroup(socketLoop)
                .executor(executor)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                .disableRetry()
                .build();
    }

    /** Does not connect yet: the first call does. */
    public static Connection unix(Path socket) {
        return new Connection("unix://" + socket.toAbsolutePath(), socket(socket), socketLoop(), Optional.empty());
    }

    /** The BuildKit within the Docker Engine whose API is at {@code socket}. Does not connect yet: the first call does. */
    public static Connection docker(Path socket) {
        EventLoopGroup loop = socketLoop();
        DockerEngine engine = new DockerEngine(UnixDomainSocketAddress.of(socket), loop);
        NettyChannelBuilder builder = socket(socket).channelFactory(engine::newChannel);
        return new Connection("docker://" + socket.toAbsolutePath(), builder, loop, Optional.of(engine));
    }

    /**
     * Does not connect yet: the first call does.
     *
     * @throws IOException when a PEM file can't be read
     */
    public static Connection tcp(String host, int port, Optional<MutualTls> tls) throws IOException {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .overrideAuthority(tls.flatMap(MutualTls::serverName).orElse(host));
        if (tls.isPresent()) {
            secure(builder, tls.get());
        } else {
            builder.usePlaintext();
        }
        return new Connection("tcp://" + host + ":" + port, builder, socketLoop(), Optional.empty());
    }

    /** What calls are made on. */
    public Channel channel() {
        return channel;
    }

    /** What the errors of calls on {@link #channel()} mean. */
    public Failures failures() {
        return failures;
    }

    /** Whether sessions need connections of their own, as in a Docker Engine before 29.2; others are a call each. */
    public boolean hasSessionsApart() {
        try {
            return engine.isPresent() && !engine.get().speaksHttp2();
        } catch (IOException e) {
            throw failures.ofConnection(e);
        }
    }

    /**
     * Opens a connection for a session.
     *
     * @param headers lines of HTTP/1.1 that describe it
     * @param local where its bytes go to and come from
     */
    public io.netty.channel.Channel openSessionApart(String headers, io.netty.channel.Channel local) {
        DockerEngine apart = engine.orElseThrow(() -> new IllegalStateException("sessions are calls here"));
        try {
            return apart.openSession(headers, local);
        } catch (IOException e) {
            throw failures.ofConnection(e);
        }
    }

    /** Event loop of the in-process pipes to session servers. */
    public EventLoopGroup sessionLoop() {
        return sessionLoop;
    }

    /** A virtual thread for each task. */
    public ExecutorService executor() {
        return executor;
    }

    /** Ends all calls and frees the threads. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdown();
        Future<?> _ = socketLoop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        Future<?> _ = sessionLoop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private static NettyChannelBuilder socket(Path socket) {
        return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .overrideAuthority("localhost")
                .usePlaintext();
    }

    private static EventLoopGroup socketLoop() {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("buildkit-socket", true), NioIoHandler.newFactory());
    }

    private static void secure(NettyChannelBuilder builder, MutualTls tls) throws IOException {
        builder.useTransportSecurity()
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(tls.ca().toFile())
                        .keyManager(tls.certificate().toFile(), tls.key().toFile())
                        .build());
    }
}
