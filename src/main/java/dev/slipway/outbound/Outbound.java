package dev.slipway.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Slipway may call to: the public internet, and what an administrator allows besides.
 *
 * @param allow {@code SLIPWAY_OUTBOUND_ALLOW}: host names ({@code sso.corp.example}), addresses and networks
 *     ({@code 10.1.0.0/16}, {@code fd12::/48}) that may be called although they are this machine's or a private network's
 */
@ConfigurationProperties("slipway.outbound")
public record Outbound(@DefaultValue List<String> allow) {

    public Outbound {
        allow = allow.stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .toList();
        allow.stream().filter(Network::isNetwork).forEach(Network::parse);
    }

    /**
     * To be asked with the very address that is about to be connected to, so that a name that changes its address between
     * question and call gains nothing.
     *
     * @param host as the address of the call names it
     * @throws OutboundRefusedException when it is no public address and no administrator allowed it
     */
    public void check(String host, InetAddress address) throws OutboundRefusedException {
        if (!PublicAddresses.includes(address) && !allows(host, address)) {
            throw new OutboundRefusedException(host);
        }
    }

    /**
     * Whether an administrator named this host: then even a call without TLS may go there.
     *
     * @throws UnknownHostException when the host has no address
     */
    boolean names(String host) throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(bare(host))) {
            if (!allows(host, address)) {
                return false;
            }
        }
        return true;
    }

    private boolean allows(String host, InetAddress address) {
        String name = bare(host).toLowerCase(Locale.ROOT);
        return allow.stream()
                .anyMatch(entry -> Network.isNetwork(entry)
                        ? Network.parse(entry).holds(address)
                        : entry.equals(name) || entry.equals(address.getHostAddress()));
    }

    /** Without the brackets of an IPv6 address in a URL. */
    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Addresses with a common prefix. */
    private record Network(InetAddress base, int prefix) {

        static boolean isNetwork(String entry) {
            return entry.contains("/");
        }

        static Network parse(String entry) {
            String[] parts = entry.split("/", -1);
            try {
                Network network = new Network(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
                if (parts.length == 2
                        && network.prefix >= 0
                        && network.prefix <= 8 * network.base.getAddress().length) {
                    return network;
                }
            } catch (IllegalArgumentException e) {
                // Said below.
            }
            throw new IllegalArgumentException("slipway.outbound.allow has host names, addresses and networks such as"
                    + " 10.1.0.0/16, not \"" + entry + "\"");
        }

        boolean holds(InetAddress address) {
            byte[] ours = base.getAddress();
            byte[] its = address.getAddress();
            if (ours.length != its.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (its[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
