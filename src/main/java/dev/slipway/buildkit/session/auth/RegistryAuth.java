package dev.slipway.buildkit.session.auth;

import com.google.protobuf.ByteString;
import dev.slipway.buildkit.grpc.auth.AuthGrpc;
import dev.slipway.buildkit.grpc.auth.CredentialsRequest;
import dev.slipway.buildkit.grpc.auth.CredentialsResponse;
import dev.slipway.buildkit.grpc.auth.FetchTokenRequest;
import dev.slipway.buildkit.grpc.auth.FetchTokenResponse;
import dev.slipway.buildkit.grpc.auth.GetTokenAuthorityRequest;
import dev.slipway.buildkit.grpc.auth.GetTokenAuthorityResponse;
import dev.slipway.buildkit.grpc.auth.VerifyTokenAuthorityRequest;
import dev.slipway.buildkit.grpc.auth.VerifyTokenAuthorityResponse;
import dev.slipway.buildkit.session.Attachable;
import dev.slipway.buildkit.session.auth.RegistryCredentials.Credential;
import dev.slipway.buildkit.session.auth.TokenFetcher.Question;
import dev.slipway.buildkit.session.auth.TokenFetcher.Token;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;

/** Tells the daemon who the build is when a registry asks. */
public final class RegistryAuth implements Attachable {

    private final BindableService service;

    private RegistryAuth(BindableService service) {
        this.service = service;
    }

    /** Hands names and passwords to the daemon, which gets itself what the registry wants for them. */
    public static RegistryAuth of(RegistryCredentials credentials) {
        return new RegistryAuth(new Passwords(credentials));
    }

    /**
     * Keeps names and passwords here: tokens are fetched from this machine, and the daemon gets those, which live for minutes
     * and allow what the build needs. A registry that knows no tokens is asked as nobody. Use the same value for all builds of
     * a user: the daemon then recognises him, and asks for less.
     */
    public static RegistryAuth tokensOnly(RegistryCredentials credentials) {
        return new RegistryAuth(new Tokens(new TokenFetcher(credentials)));
    }

    @Override
    public ServerServiceDefinition service() {
        return service.bindService();
    }

    private static <T> void answer(StreamObserver<T> observer, T value) {
        observer.onNext(value);
        observer.onCompleted();
    }

    /** Answers for names and passwords. That it answers no question for tokens is how the daemon knows. */
    private static final class Passwords extends AuthGrpc.AuthImplBase {

        private final RegistryCredentials credentials;

        Passwords(RegistryCredentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public void credentials(CredentialsRequest request, StreamObserver<CredentialsResponse> answer) {
            Optional<Credential> found = credentials.find(request.getHost());
            CredentialsResponse.Builder response = CredentialsResponse.newBuilder();
            found.ifPresent(
                    credential -> response.setUsername(credential.username()).setSecret(credential.secret()));
            // Nobody is an empty answer: an error would fail builds from public images too.
            answer(answer, response.build());
        }
    }

    private static final class Tokens extends AuthGrpc.AuthImplBase {

        private final TokenFetcher fetcher;
        private final TokenAuthority authority = new TokenAuthority();

        Tokens(TokenFetcher fetcher) {
            this.fetcher = fetcher;
        }

        @Override
        public void credentials(CredentialsRequest request, StreamObserver<CredentialsResponse> answer) {
            answer(answer, CredentialsResponse.getDefaultInstance());
        }

        @Override
        public void getTokenAuthority(
                GetTokenAuthorityRequest request, StreamObserver<GetTokenAuthorityResponse> answer) {
            byte[] key =
                    authority.publicKey(request.getHost(), request.getSalt().toByteArray());
            answer(
                    answer,
                    GetTokenAuthorityResponse.newBuilder()
                            .setPublicKey(ByteString.copyFrom(key))
                            .build());
        }

        @Override
        public void verifyTokenAuthority(
                VerifyTokenAuthorityRequest request, StreamObserver<VerifyTokenAuthorityResponse> answer) {
            byte[] signed = authority.sign(
                    request.getHost(),
                    request.getSalt().toByteArray(),
                    request.getPayload().toByteArray());
            answer(
                    answer,
                    VerifyTokenAuthorityResponse.newBuilder()
                            .setSigned(ByteString.copyFrom(signed))
                            .build());
        }

        @Override
        public void fetchToken(FetchTokenRequest request, StreamObserver<FetchTokenResponse> answer) {
            Question question = new Question(
                    request.getHost(),
                    request.getRealm(),
                    request.getService(),
                    request.getScopesList(),
                    request.getClientID());
            try {
                Token token = fetcher.fetch(question);
                answer(
                        answer,
                        FetchTokenResponse.newBuilder()
                                .setToken(token.text())
                                .setExpiresIn(token.seconds())
                                .setIssuedAt(token.issued().getEpochSecond())
                                .build());
            } catch (IOException e) {
                answer.onError(Status.PERMISSION_DENIED
                        .withDescription(e.getMessage())
                        .withCause(e)
                        .asRuntimeException());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.onError(Status.CANCELLED.asRuntimeException());
            }
        }
    }
}
