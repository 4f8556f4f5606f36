package dev.slipway.buildkit.session.auth;

import dev.slipway.buildkit.grpc.auth.AuthGrpc;
import dev.slipway.buildkit.grpc.auth.CredentialsRequest;
import dev.slipway.buildkit.grpc.auth.CredentialsResponse;
import dev.slipway.buildkit.session.Attachable;
import dev.slipway.buildkit.session.auth.RegistryCredentials.Credential;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Tells the daemon who the build is when a registry asks. */
public final class RegistryAuth implements Attachable {

    private final RegistryCredentials credentials;

    private RegistryAuth(RegistryCredentials credentials) {
        this.credentials = credentials;
    }

    public static RegistryAuth of(RegistryCredentials credentials) {
        return new RegistryAuth(credentials);
    }

    @Override
    public ServerServiceDefinition service() {
        return new Service().bindService();
    }

    private final class Service extends AuthGrpc.AuthImplBase {

        @Override
        public void credentials(CredentialsRequest request, StreamObserver<CredentialsResponse> answer) {
            Optional<Credential> found = credentials.find(request.getHost());
            CredentialsResponse.Builder response = CredentialsResponse.newBuilder();
            found.ifPresent(
                    credential -> response.setUsername(credential.username()).setSecret(credential.secret()));
            // Nobody is an empty answer: an error would fail builds from public images too.
            answer.onNext(response.build());
            answer.onCompleted();
        }
    }
}
