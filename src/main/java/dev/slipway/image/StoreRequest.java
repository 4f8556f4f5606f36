package dev.slipway.image;

import dev.slipway.workspace.WorkspaceId;
import java.io.InputStream;
import java.util.Map;

/**
 * One request for the image store about one repository.
 *
 * @param rest what follows the repository's name, with its query: {@code /blobs/uploads/?digest=…}
 * @param length bytes of the body, 0 for none, -1 when the sender does not know
 */
public record StoreRequest(
        String method,
        WorkspaceId workspace,
        RepositoryName repository,
        String rest,
        Map<String, String> headers,
        InputStream body,
        long length) {

    public StoreRequest {
        headers = Map.copyOf(headers);
    }

    public static StoreRequest of(String method, WorkspaceId workspace, RepositoryName repository, String rest) {
        return new StoreRequest(method, workspace, repository, rest, Map.of(), InputStream.nullInputStream(), 0);
    }

    public StoreRequest withHeaders(Map<String, String> newHeaders) {
        return new StoreRequest(method, workspace, repository, rest, newHeaders, body, length);
    }

    public StoreRequest withBody(InputStream newBody, long newLength) {
        return new StoreRequest(method, workspace, repository, rest, headers, newBody, newLength);
    }
}
