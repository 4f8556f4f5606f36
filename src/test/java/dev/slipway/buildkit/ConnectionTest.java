package dev.slipway.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.buildkit.transport.MutualTls;
import dev.slipway.buildkit.type.BuildkitUnavailableException;
import dev.slipway.buildkit.type.SolveRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a daemon, and what is said where there is none. */
@Timeout(120)
class ConnectionTest {

    @TempDir
    private static Path certificateFolder;

    private static TestCertificates certificates;
    private static Daemon daemon;
    private static int port;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startDaemon() throws Exception {
        certificates = TestCertificates.in(certificateFolder.resolve("ours"))
                .sign("daemon", "san=dns:builder.example,ip:127.0.0.1")
                .sign("client");
        port = freePort();
        daemon = Daemon.startWithPort(port, certificates);
    }

    @AfterAll
    static void stopDaemon() throws Exception {
        daemon.close();
    }

    @Test
    void aBuildRunsOverTlsThatBothSidesProve() throws Exception {
        try (BuildkitClient client = BuildkitClient.connect(
                BuildkitAddress.tcp("127.0.0.1", port, tls(certificates, Optional.of("builder.example"))))) {
            Kitchen kitchen = Kitchen.in(folder, client).steps("RUN echo over tls\n");

            kitchen.build(SolveRequest.dockerfile());

            assertThat(kitchen.output()).contains("over tls");
        }
    }

    /** A daemon's socket is what a Docker Engine's is from 29.2 on: HTTP/2 from the first byte, and sessions as calls. */
    @Test
    void anEngineThatSpeaksHttp2ItselfIsTakenAtItsWord() throws Exception {
        try (BuildkitClient client = BuildkitClient.connect(BuildkitAddress.docker(daemon.socket()))) {
            Kitchen kitchen = Kitchen.in(folder, client).steps("RUN echo without an upgrade\n");

            kitchen.build(SolveRequest.dockerfile());

            assertThat(kitchen.output()).contains("without an upgrade");
        }
    }

    @Test
    void whoeverCantProveHimselfIsRefused() throws Exception {
        TestCertificates others = TestCertificates.in(folder.resolve("others"));
        MutualTls foreignClient =
                new MutualTls(certificates.authority(), others.authority(), others.key("authority"), Optional.empty());
        MutualTls foreignDaemon = new MutualTls(
                others.authority(), certificates.certificate("client"), certificates.key("client"), Optional.empty());

        assertUnavailable(BuildkitAddress.tcp("127.0.0.1", port, foreignClient)).hasMessageContaining("certificates");
        assertUnavailable(BuildkitAddress.tcp("127.0.0.1", port, foreignDaemon))
                .hasMessageContaining("Check the certificates");
        assertUnavailable(BuildkitAddress.tcp("127.0.0.1", port, tls(certificates, Optional.of("other.example"))))
                .hasMessageContaining("Check the certificates");
    }

    @Test
    void aPlainClientOfATlsPortIsToldSo() {
        assertUnavailable(BuildkitAddress.parse("tcp://127.0.0.1:" + port)).hasMessageContaining("TLS");
    }

    /** A port with TLS may hang up before it has read all that a plain client said, and the client hears no more than that. */
    @Test
    void aPortThatCutsTheConnectionMayWantTls() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> cutOff(server));

            assertUnavailable(BuildkitAddress.parse("tcp://127.0.0.1:" + server.getLocalPort()))
                    .hasMessageContaining("TLS");
        }
    }

    @Test
    void aMissingSocketIsCalledMissing() {
        assertUnavailable(BuildkitAddress.unix(folder.resolve("none"))).hasMessageContaining("no such socket");
        assertUnavailable(BuildkitAddress.docker(folder.resolve("none"))).hasMessageContaining("no such socket");
    }

    @Test
    void aSocketWithoutAListenerIsCalledDeaf() throws IOException {
        Path socket = folder.resolve("deaf");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }

        assertUnavailable(BuildkitAddress.unix(socket)).hasMessageContaining("Nothing listens there");
        assertUnavailable(BuildkitAddress.docker(socket)).hasMessageContaining("Nothing listens there");
        assertUnavailable(BuildkitAddress.parse("tcp://127.0.0.1:" + freePort()))
                .hasMessageContaining("Nothing listens there");
    }

    @Test
    void aHostWithoutAnAddressIsCalledUnknown() {
        assertUnavailable(BuildkitAddress.parse("tcp://nowhere.invalid:1234")).hasMessageContaining("name server");
    }

    @Test
    void aServerOfAnotherKindIsToldFromADaemon() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInPlainText(server));
            int other = server.getLocalPort();

            assertUnavailable(BuildkitAddress.parse("tcp://127.0.0.1:" + other))
                    .hasMessageContaining("another protocol")
                    .hasMessageNotContaining("Hex dump");
            assertUnavailable(BuildkitAddress.tcp("127.0.0.1", other, tls(certificates, Optional.empty())))
                    .hasMessageContaining("without TLS");
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithAnExample() {
        assertThat(BuildkitAddress.parse("docker:///var/run/docker.sock"))
                .isEqualTo(BuildkitAddress.docker(Path.of("/var/run/docker.sock")))
                .hasToString("docker:///var/run/docker.sock");
        for (String text : new String[] {"", "docker://", "unix:relative", "tcp://host", "ssh://host", "tcp://a b:1"}) {
            assertThatThrownBy(() -> BuildkitAddress.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("docker:///var/run/docker.sock");
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertUnavailable(BuildkitAddress address) {
        return assertThatThrownBy(() -> {
                    try (BuildkitClient client = BuildkitClient.connect(address)) {
                        client.info();
                    }
                })
                .isInstanceOf(BuildkitUnavailableException.class)
                .hasMessageContaining(address.toString());
    }

    private static void answerInPlainText(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The test is over, or this client has hung up already.
            }
        }
    }

    private static void cutOff(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                int first = client.getInputStream().read();
                assertThat(first).isPositive();
                client.setSoLinger(true, 0);
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private static MutualTls tls(TestCertificates of, Optional<String> name) {
        return new MutualTls(of.authority(), of.certificate("client"), of.key("client"), name);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
