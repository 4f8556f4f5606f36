package dev.slipway.buildkit.session.secrets;

import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.buildkit.grpc.secrets.GetSecretRequest;
import dev.slipway.buildkit.grpc.secrets.GetSecretResponse;
import dev.slipway.buildkit.grpc.secrets.SecretsGrpc;
import dev.slipway.buildkit.session.Attachable;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Hands secrets to the steps that mount them. */
public final class SecretsService implements Attachable {

    /** Largest secret, in bytes, as Go's clients have it. */
    public static final int MAX_BYTES = 500 << 10;

    private final BuildSecrets secrets;

    private SecretsService(BuildSecrets secrets) {
        this.secrets = secrets;
    }

    /** Answers with these secrets and no others. */
    public static SecretsService of(BuildSecrets secrets) {
        return new SecretsService(secrets);
    }

    @Override
    public ServerServiceDefinition service() {
        return new Service().bindService();
    }

    private final class Service extends SecretsGrpc.SecretsImplBase {

        @Override
        public void getSecret(GetSecretRequest request, StreamObserver<GetSecretResponse> answer) {
            Optional<byte[]> secret = secrets.find(request.getID());
            if (secret.isEmpty()) {
                answer.onError(Status.NOT_FOUND
                        .withDescription("secret " + request.getID() + " not found")
                        .asRuntimeException());
            } else if (secret.get().length > MAX_BYTES) {
                answer.onError(Status.INVALID_ARGUMENT
                        .withDescription("secret %s is larger than %d bytes".formatted(request.getID(), MAX_BYTES))
                        .asRuntimeException());
            } else {
                answer.onNext(GetSecretResponse.newBuilder()
                        .setData(UnsafeByteOperations.unsafeWrap(secret.get()))
                        .build());
                answer.onCompleted();
            }
        }
    }
}
