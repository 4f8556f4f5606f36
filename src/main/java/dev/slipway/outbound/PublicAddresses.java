package dev.slipway.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What belongs to the public internet: IANA's special-purpose registries (RFC 6890 and its updates) name what does not. An
 * IPv6 address that carries an IPv4 one (mapped, compatible, NAT64, 6to4) is as public as that one.
 */
final class PublicAddresses {

    private PublicAddresses() {}

    static boolean includes(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublicV6(bytes) : isPublicV4(bytes);
    }

    private static boolean isPublicV4(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        int third = bytes[2] & 0xFF;
        boolean thisNetwork = first == 0;
        boolean carrierGrade = first == 100 && second >= 64 && second < 128;
        boolean protocols = first == 192 && second == 0 && (third == 0 || third == 2);
        boolean benchmarks = first == 198 && (second == 18 || second == 19);
        boolean documentation =
                (first == 198 && second == 51 && third == 100) || (first == 203 && second == 0 && third == 113);
        boolean reserved = first >= 240;
        return !(thisNetwork || carrierGrade || protocols || benchmarks || documentation || reserved);
    }

    private static boolean isPublicV6(byte[] bytes) {
        if (startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) || startsWith(bytes, 0x00, 0x64, 0xFF, 0x9B)) {
            return includes(embedded(bytes, 12));
        }
        if (startsWith(bytes, 0x20, 0x02)) {
            return includes(embedded(bytes, 2));
        }
        boolean teredo = startsWith(bytes, 0x20, 0x01, 0x00, 0x00);
        boolean documentation = startsWith(bytes, 0x20, 0x01, 0x0D, 0xB8);
        boolean global = (bytes[0] & 0xE0) == 0x20;
        return global && !teredo && !documentation;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress embedded(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
