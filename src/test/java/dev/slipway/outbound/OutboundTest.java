package dev.slipway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;

class OutboundTest {

    private static final Outbound STRICT = new Outbound(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.1",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "198.18.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::a00:1",
                "2002:7f00:1::1",
                "2001::1",
                "2001:db8::1",
                "100::1",
                "5f00::1"
            })
    void noCallReachesThisMachineOrAPrivateNetwork(String address) {
        assertThatExceptionOfType(OutboundRefusedException.class)
                .isThrownBy(() -> STRICT.check("provider.example", InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.0.1",
                "100.128.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "2606:4700::1111",
                "64:ff9b::101:101",
                "2002:101:101::1",
                "::ffff:1.1.1.1"
            })
    void callsReachThePublicInternet(String address) throws IOException {
        STRICT.check("provider.example", InetAddress.getByName(address));
    }

    @Test
    void anAdministratorAllowsHostsAddressesAndNetworks() throws IOException {
        Outbound rules = new Outbound(List.of("SSO.corp.example", "10.1.0.0/16", "::1", "fd12::/16"));

        rules.check("sso.corp.example", InetAddress.getByName("192.168.7.7"));
        rules.check("any", InetAddress.getByName("10.1.255.1"));
        rules.check("any", InetAddress.getByName("fd12::9"));
        assertThatExceptionOfType(OutboundRefusedException.class)
                .isThrownBy(() -> rules.check("any", InetAddress.getByName("10.2.0.1")));
        assertThatExceptionOfType(OutboundRefusedException.class)
                .isThrownBy(() -> rules.check("sso.corp.example.evil", InetAddress.getByName("192.168.7.7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "corp.example/8", "10.0.0.0/", "1/2/3"})
    void aNetworkThatIsNoneIsSaidAtTheStart(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outbound(List.of(entry)))
                .withMessageContaining(entry);
    }

    @Test
    void refusedHostsAreNotEvenConnectedTo() {
        OutboundCalls calls = new OutboundCalls(STRICT);

        for (String address :
                List.of("https://127.0.0.1:9/", "https://[::1]:9/", "https://localhost:9/", "https://2130706433:9/")) {
            assertThatExceptionOfType(IOException.class)
                    .as(address)
                    .isThrownBy(() -> get(calls, address))
                    .withMessageContaining("SLIPWAY_OUTBOUND_ALLOW");
        }
        for (String address :
                List.of("http://localhost:9/", "http://1.1.1.1:9/", "ftp://1.1.1.1/", "file:///etc/passwd")) {
            assertThatExceptionOfType(OutboundRefusedException.class)
                    .as(address)
                    .isThrownBy(() -> get(calls, address));
        }
    }

    @Test
    void anAnswerIsNeitherEndlessNorARedirectElsewhere() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/long", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                byte[] much = new byte[OutboundCalls.MAX_BYTES];
                body.write(much);
                body.write(much);
            } catch (IOException e) {
                // The caller has had enough.
            }
        });
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("Location", "/long");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            OutboundCalls calls = new OutboundCalls(new Outbound(List.of("localhost")));
            String base = "http://localhost:" + server.getAddress().getPort();

            assertThat(get(calls, base + "/away").getStatusCode().value()).isEqualTo(302);
            ClientHttpResponse tooLong = get(calls, base + "/long");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> tooLong.getBody().readAllBytes())
                    .withMessageContaining("more than 1048576 bytes");
            tooLong.close();
        } finally {
            server.stop(0);
        }
    }

    private static ClientHttpResponse get(OutboundCalls calls, String address) throws IOException {
        return calls.requests()
                .createRequest(URI.create(address), HttpMethod.GET)
                .execute();
    }
}
