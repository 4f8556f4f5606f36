package dev.slipway.buildkit.session.content;

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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Layouts on this side, each under an id of BuildKit's: {@code oci:NAME} for a context, {@code local:FOLDER} for a cache,
 * {@code export} for an exporter. An id that was not given here is refused: it is never taken for a path.
 */
public final class ContentStores implements Attachable {

    private static final Metadata.Key<String> STORE =
            Metadata.Key.of("buildkit-attachable-store-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<OciLayout> STORE_OF_CALL = Context.key("store");

    private final Map<String, OciLayout> stores;

    private ContentStores(Map<String, OciLayout> stores) {
        this.stores = Map.copyOf(stores);
    }

    /** @param stores by BuildKit's id */
    public static ContentStores of(Map<String, OciLayout> stores) {
        return new ContentStores(stores);
    }

    /**
     * A layout from which a named context is taken: {@code request.namedContext("base", "oci-layout://name@sha256:…")}.
     */
    public static ContentStores context(String name, OciLayout layout) {
        return new ContentStores(Map.of("oci:" + name, layout));
    }

    /** Both, in one service: a session has room for one. */
    public ContentStores and(ContentStores others) {
        Map<String, OciLayout> both = new HashMap<>(stores);
        both.putAll(others.stores);
        return new ContentStores(both);
    }

    @Override
    public ServerServiceDefinition service() {
        return ServerInterceptors.intercept(new ContentService(STORE_OF_CALL::get).bindService(), new StoreToContext());
    }

    private final class StoreToContext implements ServerInterceptor {

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            String id = headers.get(STORE);
            @Nullable OciLayout store = id == null ? null : stores.get(id);
            if (store == null) {
                call.close(Status.NOT_FOUND.withDescription("unknown store " + id), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return Contexts.interceptCall(Context.current().withValue(STORE_OF_CALL, store), call, headers, next);
        }
    }
}
