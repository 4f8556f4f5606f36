package dev.slipway.web.registry;

import dev.slipway.refusal.Refusal;
import dev.slipway.web.registry.EdgeException.Code;
import dev.slipway.web.registry.Target.BlobOf;
import dev.slipway.web.registry.Target.Catalog;
import dev.slipway.web.registry.Target.ManifestOf;
import dev.slipway.web.registry.Target.Ping;
import dev.slipway.web.registry.Target.ReferrersOf;
import dev.slipway.web.registry.Target.TagsOf;
import dev.slipway.web.registry.Target.UploadOf;
import dev.slipway.web.registry.Target.UploadsOf;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything below {@code /v2/}. A servlet of its own: bytes pass through it, so nothing that reads bodies, decodes paths or
 * negotiates content for the REST API may stand in the way.
 */
final class RegistryServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RegistryServlet.class);

    @SuppressWarnings("serial") // never serialised: one servlet, one container
    private final transient Desks desks;

    /** Who answers what. */
    record Desks(
            EdgeDoor door,
            TokenService tokens,
            ManifestDesk manifests,
            BlobDesk blobs,
            UploadDesk uploads,
            ListDesk lists) {}

    RegistryServlet(Desks desks) {
        this.desks = desks;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
        try {
            answer(request, response);
        } catch (EdgeException e) {
            refuse(response, e.status(), e.code(), e.sentence(), e.challenge());
        } catch (Refusal e) {
            e.retryAfter().ifPresent(wait -> response.setHeader("Retry-After", Long.toString(wait.toSeconds())));
            EdgeException refusal = inWordsOfTheSpec(e);
            refuse(response, refusal.status(), refusal.code(), refusal.sentence(), null);
        } catch (IOException e) {
            broken(request, response, e);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (Target.parse(request.getRequestURI())) {
            case Ping ping -> ping(request, response);
            case Target.TokenService service -> desks.tokens().answer(request, response);
            case Catalog catalog -> desks.lists().catalog(request, response);
            case TagsOf tags -> desks.lists().tags(tags, request, response);
            case ReferrersOf referrers -> desks.lists().referrers(referrers, request, response);
            case ManifestOf manifest -> desks.manifests().answer(manifest, request, response);
            case BlobOf blob -> desks.blobs().answer(blob, request, response);
            case UploadsOf uploads -> desks.uploads().start(uploads, request, response);
            case UploadOf upload -> desks.uploads().go(upload, request, response);
        }
    }

    private void ping(HttpServletRequest request, HttpServletResponse response) throws IOException {
        desks.door().identify(request, null);
        EdgeJson.write(response, 200, Map.of());
    }

    private static EdgeException inWordsOfTheSpec(Refusal refusal) {
        return switch (refusal.kind()) {
            case NOT_FOUND -> EdgeException.unknownName();
            case FORBIDDEN -> EdgeException.of(Code.DENIED, 403, refusal.sentence());
            case UNAUTHENTICATED -> EdgeException.of(Code.UNAUTHORIZED, 401, refusal.sentence());
            case UNAVAILABLE -> EdgeException.of(Code.UNAVAILABLE, 503, refusal.sentence());
            case TOO_MANY -> EdgeException.of(Code.TOOMANYREQUESTS, 429, refusal.sentence());
            case TOO_LARGE -> EdgeException.of(Code.SIZE_INVALID, 413, refusal.sentence());
            // A rule or another image says no: clients show the sentence of a DENIED, and none tries again.
            case CONFLICT, PRECONDITION_FAILED -> EdgeException.of(Code.DENIED, 403, refusal.sentence());
            case INVALID, UNSUPPORTED_TYPE, RANGE_NOT_SATISFIABLE, OUT_OF_SPACE ->
                EdgeException.of(Code.UNKNOWN, refusal.kind().status(), refusal.sentence());
        };
    }

    /** Either the client has gone, which is its right, or the store has. */
    private static void broken(HttpServletRequest request, HttpServletResponse response, IOException broken)
            throws IOException {
        LOG.debug("{} {} broke off", request.getMethod(), request.getRequestURI(), broken);
        if (response.isCommitted()) {
            throw broken;
        }
        response.setHeader("Retry-After", "2");
        refuse(
                response,
                503,
                Code.UNAVAILABLE,
                "The image store does not answer. What was stored is safe; try again in a few seconds.",
                null);
    }

    private static void refuse(
            HttpServletResponse response, int status, Code code, String sentence, @Nullable String challenge)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        if (challenge != null) {
            response.setHeader("WWW-Authenticate", challenge);
        }
        EdgeJson.writeError(response, status, code, sentence);
    }
}
