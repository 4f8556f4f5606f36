package dev.slipway.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer that ends with an error when it is too long or takes too long. */
record CappedResponse(ClientHttpResponse answer, int maxBytes, int maxSeconds) implements ClientHttpResponse {

    @Override
    public InputStream getBody() throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(maxSeconds);
        return new FilterInputStream(answer.getBody()) {

            private long left = maxBytes;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                left -= Math.max(count, 0);
                if (left < 0) {
                    throw new IOException("The answer has more than " + maxBytes + " bytes");
                }
                if (System.nanoTime() > until) {
                    throw new IOException("The answer took more than " + maxSeconds + " seconds");
                }
                return count;
            }
        };
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
        return answer.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
        return answer.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return answer.getHeaders();
    }

    @Override
    public void close() {
        answer.close();
    }
}
