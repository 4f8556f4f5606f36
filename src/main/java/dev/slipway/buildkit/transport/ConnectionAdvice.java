package dev.slipway.buildkit.transport;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** One sentence on what a person can do about a connection that does not come about, or broke. */
final class ConnectionAdvice {

    private ConnectionAdvice() {}

    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String advice = known(cause, String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT));
            if (!advice.isEmpty()) {
                return advice;
            }
        }
        return "Check that it runs; nothing was lost but this build.";
    }

    private static String known(Throwable cause, String text) {
        return switch (cause) {
            case UnresolvedAddressException _ -> unknownHost();
            case UnknownHostException _ -> unknownHost();
            case GeneralSecurityException _ -> certificate();
            case SSLException _
            when text.contains("not an ssl/tls record") ->
                "It speaks without TLS there: use its address without certificates, or give the daemon its own.";
            case SSLException _ -> certificate();
            case NoRouteToHostException _ -> "This machine has no way to that host: check the address and the network.";
            default -> ofText(cause, text);
        };
    }

    private static String ofText(Throwable cause, String text) {
        if (cause instanceof NoSuchFileException || text.contains("no such file")) {
            return "There is no such socket: start the daemon, or correct the path.";
        }
        if (text.contains("permission denied")) {
            return "This user may not open the socket: join the group that owns it, or have the daemon set another.";
        }
        if (text.contains("no docker engine")) {
            return "Check that the address is a Docker Engine's, 19.03 or newer.";
        }
        if (text.contains("first received frame was not settings") || text.contains("speaks no http")) {
            return "What answers there speaks another protocol: check the address, and whether the daemon wants TLS.";
        }
        if (cause instanceof ConnectException || text.contains("connection refused")) {
            return "Nothing listens there: start the daemon, or correct the address.";
        }
        if (text.contains("network closed for unknown reason")) {
            return "It hung up: check that it runs, and on a TCP port that both sides use TLS or neither, and trust each"
                    + " other's certificates.";
        }
        if (cause instanceof SocketException && text.contains("reset")) {
            // So a port with TLS also answers a client without, when it hangs up before it has read all that the client
            // said.
            return "It cut the connection: check that it still runs, and on a TCP port that both sides use TLS or neither;"
                    + " nothing was lost but this build.";
        }
        return "";
    }

    private static String unknownHost() {
        return "That host has no address: check the name for a slip, and this machine's name server.";
    }

    private static String certificate() {
        return "Check the certificates: the daemon's must be from the given CA and name the host, ours from the CA that"
                + " the daemon trusts, and neither expired.";
    }
}
