package dev.slipway.buildkit.session;

import dev.slipway.buildkit.grpc.control.ControlGrpc;
import dev.slipway.buildkit.transport.Connection;
import dev.slipway.buildkit.type.BuildkitException;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.MetadataUtils;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An open session: a gRPC server in this process whose only client is the daemon. Its HTTP/2 bytes travel inside the
 * messages of {@code Control.Session}, or over a connection of an older Docker Engine, and through an in-process pipe, so
 * there is no port that anybody else could reach.
 */
public final class SessionTunnel implements AutoCloseable {

    private static final int READS_PER_MESSAGE = 64;
    private static final int READ_BYTES = 64 << 10;
    private static final int WINDOW_BYTES = 4 << 20;

    private final Server server;
    private final SessionWatch watch;
    private final Runnable goodbye;

    private SessionTunnel(Server server, SessionWatch watch, Runnable goodbye) {
        this.server = server;
        this.watch = watch;
        this.goodbye = goodbye;
    }

    /**
     * Offers {@code session} to the daemon under {@code id}.
     *
     * @param id new, without colon
     * @param onLoss is told when the session is gone before it is closed; the daemon can't do much for its build then
     */
    public static SessionTunnel open(
            Connection connection, String id, Session session, Consumer<BuildkitUnavailableException> onLoss)
            throws IOException {
        LocalAddress address = new LocalAddress("buildkit-session-" + id);
        SessionWatch watch = SessionWatch.start(
                connection.sessionLoop().next(), SessionWatch.LOOK, connection.failures()::ofSession, onLoss);
        try {
            List<ServerServiceDefinition> services = services(session, watch);
            SessionHeaders headers = SessionHeaders.of(id, session.sharedKey(), services);
            return open(connection, address, headers, watch, serve(connection, address, services));
        } catch (IOException | RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    private static SessionTunnel open(
            Connection connection, LocalAddress address, SessionHeaders headers, SessionWatch watch, Server server)
            throws IOException {
        try {
            Runnable goodbye = connection.hasSessionsApart()
                    ? apart(connection, address, headers, watch)
                    : call(connection, address, headers, watch);
            return new SessionTunnel(server, watch, goodbye);
        } catch (IOException | RuntimeException e) {
            server.shutdownNow();
            throw e;
        }
    }

    /** Ends the session: the daemon's calls on it fail from now on. */
    @Override
    public void close() {
        watch.close();
        goodbye.run();
        server.shutdownNow();
    }

    private static Runnable call(
            Connection connection, LocalAddress address, SessionHeaders headers, SessionWatch watch)
            throws IOException {
        SessionPipe pipe = new SessionPipe(watch);
        LocalChannel local = connect(connection, address, pipe);
        // A build's end must not cut the session off before the daemon has said goodbye.
        Context.ROOT.run(() -> ControlGrpc.newStub(connection.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers.metadata()))
                .session(pipe.responses(local)));
        return pipe::close;
    }

    private static Runnable apart(
            Connection connection, LocalAddress address, SessionHeaders headers, SessionWatch watch)
            throws IOException {
        LocalChannel local = connect(connection, address, new ChannelInboundHandlerAdapter());
        try {
            Channel engine = connection.openSessionApart(headers.http(), local);
            engine.closeFuture().addListener(_ -> watch.lost(new IOException("the engine hung up")));
            return () -> {
                ChannelFuture _ = engine.close();
            };
        } catch (BuildkitException e) {
            ChannelFuture _ = local.close();
            throw e;
        }
    }

    private static List<ServerServiceDefinition> services(Session session, SessionWatch watch) {
        List<ServerServiceDefinition> services = new ArrayList<>();
        // Without an answer to its health checks the daemon gives a session up after some ten seconds.
        services.add(ServerInterceptors.intercept(new HealthStatusManager().getHealthService(), watch));
        session.attachables().forEach(attachable -> services.add(attachable.service()));
        return services;
    }

    private static Server serve(Connection connection, LocalAddress address, List<ServerServiceDefinition> services)
            throws IOException {
        return NettyServerBuilder.forAddress(address)
                .channelType(LocalServerChannel.class)
                .bossEventLoopGroup(connection.sessionLoop())
                .workerEventLoopGroup(connection.sessionLoop())
                .executor(connection.executor())
                .addServices(services)
                .maxInboundMessageSize(Connection.MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(Connection.MAX_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                // The daemon pings as it likes to measure the connection.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build()
                .start();
    }

    private static LocalChannel connect(Connection connection, LocalAddress address, ChannelHandler pipe)
            throws IOException {
        try {
            return (LocalChannel) new Bootstrap()
                    .group(connection.sessionLoop())
                    .channel(LocalChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(READS_PER_MESSAGE))
                    .handler(pipe)
                    .connect(address)
                    .sync()
                    .channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the session was opened", e);
        }
    }
}
