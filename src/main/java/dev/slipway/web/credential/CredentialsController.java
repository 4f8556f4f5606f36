package dev.slipway.web.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.account.Caller;
import dev.slipway.credential.Credential;
import dev.slipway.credential.CredentialName;
import dev.slipway.credential.Credentials;
import dev.slipway.credential.NewCredential;
import dev.slipway.credential.Verification;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.web.Fields;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registry credentials. What goes in as {@code secret} is in no answer. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/credentials")
class CredentialsController {

    private final Access access;
    private final Credentials credentials;

    CredentialsController(Access access, Credentials credentials) {
        this.access = access;
        this.credentials = credentials;
    }

    record Wish(
            @Nullable String name,
            @Nullable String registry,
            @Nullable String username,
            @Nullable String secret) {

        NewCredential toCredential() {
            return new NewCredential(
                    new CredentialName(Fields.required("/name", name)),
                    Fields.required("/registry", registry),
                    Fields.required("/username", username),
                    Fields.required("/secret", secret));
        }

        /** Without the secret: this may end in a log. */
        @Override
        public String toString() {
            return "Wish[" + name + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CredentialJson(
            String name,
            String registry,
            String username,
            Instant createdAt,
            String createdBy,
            @Nullable Instant verifiedAt) {

        static CredentialJson of(Credential credential) {
            return new CredentialJson(
                    credential.name().value(),
                    credential.registry().name(),
                    credential.username(),
                    credential.createdAt(),
                    credential.createdBy(),
                    credential.verifiedAt().orElse(null));
        }
    }

    /** @param outcome {@code taken}, {@code refused}, {@code not-asked} or {@code unreachable} */
    record VerificationJson(String outcome, String detail) {

        static VerificationJson of(Verification verification) {
            String word = verification.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new VerificationJson(word, verification.detail());
        }
    }

    @GetMapping
    Page<CredentialJson> list(Caller caller, @PathVariable String ws, PageRequest page) {
        Seat seat = access.enter(caller, ws, Permission.PUSH_IMAGE);
        return credentials.list(seat, page).map(CredentialJson::of);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CredentialJson create(Caller caller, @PathVariable String ws, @RequestBody Wish wish) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_SECRETS);
        return CredentialJson.of(credentials.create(seat, wish.toCredential()));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String ws, @PathVariable String name) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_SECRETS);
        credentials.delete(seat, name(name));
    }

    @PostMapping("/{name}/verify")
    VerificationJson verify(Caller caller, @PathVariable String ws, @PathVariable String name) {
        Seat seat = access.enter(caller, ws, Permission.MANAGE_SECRETS);
        return VerificationJson.of(credentials.verify(seat, name(name)));
    }

    private static CredentialName name(String variable) {
        return CredentialName.find(variable).orElseThrow(Refusal::notFound);
    }
}
