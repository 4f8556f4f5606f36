package dev.slipway.buildkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.slipway.buildkit.grpc.control.ControlGrpc;
import dev.slipway.buildkit.transport.Connection;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a daemon, passes on every byte, and takes down the progress of the builds with its times. */
public final class StatusRecorder implements AutoCloseable {

    private static final int LIMIT = 16 << 20;

    private final Path socket;
    private final Connection daemon;
    private final MultiThreadIoEventLoopGroup threads = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Server server;
    private final List<RecordedSolve.Message> messages = new CopyOnWriteArrayList<>();

    private StatusRecorder(Path socket, Connection daemon) throws IOException {
        this.socket = socket;
        this.daemon = daemon;
        this.server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .maxInboundMessageSize(LIMIT)
                .maxInboundMetadataSize(LIMIT)
                .fallbackHandlerRegistry(new HandlerRegistry() {
                    @Override
                    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
                        return passOn(method);
                    }
                })
                .build()
                .start();
    }

    public static StatusRecorder between(Path socket, Daemon daemon) throws IOException {
        return new StatusRecorder(socket, daemon.address().open());
    }

    public Path socket() {
        return socket;
    }

    /** What was told since the last call. */
    public List<RecordedSolve.Message> take() {
        List<RecordedSolve.Message> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    @Override
    public void close() {
        server.shutdownNow();
        daemon.close();
        Future<?> _ = threads.shutdownGracefully();
    }

    private ServerMethodDefinition<byte[], byte[]> passOn(String name) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
                .setFullMethodName(name)
                .setType(MethodType.BIDI_STREAMING)
                .build();
        boolean records = name.equals(ControlGrpc.getStatusMethod().getFullMethodName());
        ServerCallHandler<byte[], byte[]> handler = (call, headers) -> {
            ClientCall<byte[], byte[]> onward = daemon.channel().newCall(method, CallOptions.DEFAULT);
            onward.start(new Answers(call, onward, records), headers);
            onward.request(1);
            call.request(1);
            return new Questions(call, onward);
        };
        return ServerMethodDefinition.create(method, handler);
    }

    private final class Answers extends ClientCall.Listener<byte[]> {

        private final ServerCall<byte[], byte[]> call;
        private final ClientCall<byte[], byte[]> onward;
        private final boolean records;

        Answers(ServerCall<byte[], byte[]> call, ClientCall<byte[], byte[]> onward, boolean records) {
            this.call = call;
            this.onward = onward;
            this.records = records;
        }

        @Override
        public void onHeaders(Metadata headers) {
            call.sendHeaders(headers);
        }

        @Override
        public void onMessage(byte[] message) {
            if (records) {
                messages.add(recorded(message));
            }
            call.sendMessage(message);
            onward.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            call.close(status, trailers);
        }
    }

    private static RecordedSolve.Message recorded(byte[] message) {
        try {
            return RecordedSolve.Message.of(System.nanoTime(), message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Questions extends ServerCall.Listener<byte[]> {

        private final ServerCall<byte[], byte[]> call;
        private final ClientCall<byte[], byte[]> onward;

        Questions(ServerCall<byte[], byte[]> call, ClientCall<byte[], byte[]> onward) {
            this.call = call;
            this.onward = onward;
        }

        @Override
        public void onMessage(byte[] message) {
            onward.sendMessage(message);
            call.request(1);
        }

        @Override
        public void onHalfClose() {
            onward.halfClose();
        }

        @Override
        public void onCancel() {
            onward.cancel("the client has gone", null);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
