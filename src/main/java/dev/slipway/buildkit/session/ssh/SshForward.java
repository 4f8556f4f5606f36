package dev.slipway.buildkit.session.ssh;

import dev.slipway.buildkit.grpc.ssh.BytesMessage;
import dev.slipway.buildkit.grpc.ssh.CheckAgentRequest;
import dev.slipway.buildkit.grpc.ssh.CheckAgentResponse;
import dev.slipway.buildkit.grpc.ssh.SSHGrpc;
import dev.slipway.buildkit.session.Attachable;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forwards SSH agents, {@code RUN --mount=type=ssh,id=…}. Keys stay with the agent; but any step of the build may ask it
 * to sign.
 */
public final class SshForward implements Attachable {

    /** The id of a mount that names none. */
    public static final String DEFAULT = "default";

    private static final Metadata.Key<String> ID = Metadata.Key.of("buildkit.ssh.id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> ID_OF_CALL = Context.key("id");

    private final Map<String, SshAgent> agents;

    private SshForward(Map<String, SshAgent> agents) {
        this.agents = Map.copyOf(agents);
    }

    /** @param agents by the id that a mount gives */
    public static SshForward of(Map<String, SshAgent> agents) {
        return new SshForward(agents);
    }

    /** One agent for mounts without an id. */
    public static SshForward of(SshAgent agent) {
        return new SshForward(Map.of(DEFAULT, agent));
    }

    @Override
    public ServerServiceDefinition service() {
        return ServerInterceptors.intercept(new Service().bindService(), new IdToContext());
    }

    private @Nullable SshAgent agent(@Nullable String id) {
        return agents.get(id == null || id.isEmpty() ? DEFAULT : id);
    }

    private static StatusRuntimeException unknown(@Nullable String id) {
        return Status.NOT_FOUND
                .withDescription("no SSH agent was given as '%s'".formatted(id))
                .asRuntimeException();
    }

    private final class Service extends SSHGrpc.SSHImplBase {

        @Override
        public void checkAgent(CheckAgentRequest request, StreamObserver<CheckAgentResponse> answer) {
            if (agent(request.getID()) == null) {
                answer.onError(unknown(request.getID()));
                return;
            }
            answer.onNext(CheckAgentResponse.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public StreamObserver<BytesMessage> forwardAgent(StreamObserver<BytesMessage> answer) {
            SshAgent agent = agent(ID_OF_CALL.get());
            if (agent == null) {
                throw unknown(ID_OF_CALL.get());
            }
            return AgentConversation.start(agent, answer);
        }
    }

    private static final class IdToContext implements ServerInterceptor {

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            String id = headers.get(ID);
            Context context = Context.current().withValue(ID_OF_CALL, id == null ? DEFAULT : id);
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
