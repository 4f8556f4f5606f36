package dev.slipway.buildkit.session.ssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Something that speaks the protocol of an SSH agent, {@code ssh-agent} for instance. */
@FunctionalInterface
public interface SshAgent {

    /** A new conversation. The caller closes it; closing its output is the end of what the step has to say. */
    SocketChannel connect() throws IOException;

    /** The agent that listens on a Unix socket, mostly {@code $SSH_AUTH_SOCK}. */
    static SshAgent socket(Path socket) {
        return () -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw new IOException("the SSH agent at %s does not answer: %s".formatted(socket, e.getMessage()), e);
            }
        };
    }
}
