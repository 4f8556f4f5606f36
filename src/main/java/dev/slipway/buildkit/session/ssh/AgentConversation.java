package dev.slipway.buildkit.session.ssh;

import com.google.protobuf.ByteString;
import dev.slipway.buildkit.grpc.ssh.BytesMessage;
import dev.slipway.buildkit.session.Outflow;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection to an agent: bytes go both ways until either side has said all. */
final class AgentConversation implements StreamObserver<BytesMessage> {

    private static final int CHUNK_BYTES = 32 << 10;

    private final SocketChannel agent;

    private AgentConversation(SocketChannel agent) {
        this.agent = agent;
    }

    static StreamObserver<BytesMessage> start(SshAgent agent, StreamObserver<BytesMessage> answer) {
        SocketChannel channel;
        try {
            channel = agent.connect();
        } catch (IOException e) {
            throw Status.UNAVAILABLE
                    .withDescription(e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
        AgentConversation conversation = new AgentConversation(channel);
        Outflow.start(answer, "buildkit-ssh", conversation::answer);
        return conversation;
    }

    @Override
    public void onNext(BytesMessage message) {
        try {
            for (ByteBuffer bytes : message.getData().asReadOnlyByteBufferList()) {
                while (bytes.hasRemaining()) {
                    agent.write(bytes);
                }
            }
        } catch (IOException e) {
            hangUp();
        }
    }

    @Override
    public void onError(Throwable error) {
        hangUp();
    }

    @Override
    public void onCompleted() {
        try {
            agent.shutdownOutput();
        } catch (IOException e) {
            hangUp();
        }
    }

    private void answer(Outflow<BytesMessage> outflow) throws IOException, InterruptedException {
        try (agent) {
            ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES);
            while (agent.read(bytes) >= 0) {
                bytes.flip();
                outflow.send(BytesMessage.newBuilder()
                        .setData(ByteString.copyFrom(bytes))
                        .build());
                bytes.clear();
            }
        }
    }

    /** Ends the agent's side, and with it the thread that reads it. */
    private void hangUp() {
        try {
            agent.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
