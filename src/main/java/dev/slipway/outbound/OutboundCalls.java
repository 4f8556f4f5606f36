package dev.slipway.outbound;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.stereotype.Component;

/**
 * Short HTTP calls under the rules of {@link Outbound}: TLS, unless an administrator names the host; no redirects; five
 * seconds to connect and for each silence, {@value #MAX_SECONDS} for an answer of at most {@value #MAX_BYTES} bytes.
 */
@Component
public class OutboundCalls {

    static final int MAX_BYTES = 1_048_576;
    static final int MAX_SECONDS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Outbound rules;
    private final SSLSocketFactory sockets;

    OutboundCalls(Outbound rules) {
        this.rules = rules;
        this.sockets = new CheckedSockets(rules);
    }

    /** For a {@code RestClient} or {@code RestTemplate}. */
    public ClientHttpRequestFactory requests() {
        Checked checked = new Checked();
        checked.setConnectTimeout(PATIENCE);
        checked.setReadTimeout(PATIENCE);
        ClientHttpRequestInterceptor capped = (request, body, execution) ->
                new CappedResponse(execution.execute(request, body), MAX_BYTES, MAX_SECONDS);
        return new InterceptingClientHttpRequestFactory(checked, List.of(capped));
    }

    private final class Checked extends SimpleClientHttpRequestFactory {

        @Override
        public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
            boolean https = "https".equalsIgnoreCase(uri.getScheme());
            boolean http = "http".equalsIgnoreCase(uri.getScheme());
            if (uri.getHost() == null || !(https || http)) {
                throw new OutboundRefusedException(String.valueOf(uri.getHost()), "this is no address of a web server");
            }
            if (http && !rules.names(uri.getHost())) {
                throw new OutboundRefusedException(
                        uri.getHost(), "without TLS only hosts are called that SLIPWAY_OUTBOUND_ALLOW names");
            }
            return super.createRequest(uri, method);
        }

        @Override
        protected void prepareConnection(HttpURLConnection connection, String method) throws IOException {
            super.prepareConnection(connection, method);
            connection.setInstanceFollowRedirects(false);
            if (connection instanceof HttpsURLConnection https) {
                https.setSSLSocketFactory(sockets);
            }
        }
    }
}
