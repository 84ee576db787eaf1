package io.agentflux.sandbox.webhook;

import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which addresses may be posted to: those of the public Internet, and those of networks that the operator allows besides. So
 * nobody can make the server talk to itself, to its neighbours, or to the metadata service of a cloud.
 */
final class Targets {

    private static final int LONGEST_URL = 2_048;
    private static final int MOST_PORT = 65_535;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /** Special purposes by IANA's registry, multicast, and what is reserved. */
    private static final List<IpSubnetFilterRule> NOT_PUBLIC_IPV4 = networks(List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4"));

    /** Global unicast; everything else is loopback, link-local, unique local, multicast, a disguise of IPv4, or reserved. */
    private static final IpSubnetFilterRule GLOBAL_IPV6 = network("2000::/3");

    /** Within global unicast: protocol assignments with Teredo, documentation, 6to4, segment routing. */
    private static final List<IpSubnetFilterRule> NOT_PUBLIC_IPV6 =
            networks(List.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"));

    /** Addresses that a translator turns into the IPv4 address of their last four bytes. */
    private static final IpSubnetFilterRule TRANSLATED = network("64:ff9b::/96");

    /** No name ends in a number, but an address can be one, in octal and hexadecimal too. */
    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("(^|\\.)([0-9]+|0[xX][0-9a-fA-F]*)\\.?$");

    private final List<IpSubnetFilterRule> allowed;

    private Targets(List<IpSubnetFilterRule> allowed) {
        this.allowed = allowed;
    }

    /**
     * Public addresses, and those of these networks.
     *
     * @throws IllegalArgumentException if a network is not written as in {@code 10.0.0.0/8}
     */
    static Targets publicAnd(Collection<String> networks) {
        return new Targets(networks(networks));
    }

    /**
     * Refuses a URL that cannot be posted to whatever its name means: what a name means is found out for each attempt.
     *
     * @throws WebhookRefusedException if it is refused
     */
    void require(URI url) {
        int length = url.toString().length();
        if (length > LONGEST_URL) {
            throw refused("the webhook's url has " + length + " characters; give one of at most " + LONGEST_URL);
        }
        if (url.getUserInfo() != null) {
            throw refused("the webhook's url holds a user; leave it out, for messages are signed");
        }
        if (url.getPort() == 0 || url.getPort() > MOST_PORT) {
            throw refused("the webhook's url has the port " + url.getPort() + "; give one from 1 to " + MOST_PORT);
        }
        String host = url.getHost();
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        if (literal != null && !allows(of(literal))) {
            throw refused("the webhook's url leads to " + host
                    + ", which is not a public address; give another one, or let the operator allow its network");
        }
        if (literal == null && NUMBER_AT_THE_END.matcher(host).find()) {
            throw refused("the webhook's url leads to " + host
                    + ", which some take for an address; write addresses as four numbers such as 192.0.2.1");
        }
    }

    private static WebhookRefusedException refused(String why) {
        return new WebhookRefusedException(Reason.TARGET, why);
    }

    boolean allows(InetAddress address) {
        InetAddress plain = plain(address);
        return contains(allowed, plain) || isPublic(plain);
    }

    private static boolean isPublic(InetAddress address) {
        if (address instanceof Inet6Address) {
            return matches(TRANSLATED, address)
                    ? isPublic(lastFourBytes(address))
                    : matches(GLOBAL_IPV6, address) && !contains(NOT_PUBLIC_IPV6, address);
        }
        return !contains(NOT_PUBLIC_IPV4, address);
    }

    /** An IPv4 address that is written as IPv6 becomes what it is, and a scope is left out. */
    private static InetAddress plain(InetAddress address) {
        return of(address.getAddress());
    }

    private static InetAddress lastFourBytes(InetAddress address) {
        return of(Arrays.copyOfRange(address.getAddress(), IPV6_BYTES - IPV4_BYTES, IPV6_BYTES));
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    private static boolean contains(List<IpSubnetFilterRule> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> matches(network, address));
    }

    private static boolean matches(IpSubnetFilterRule network, InetAddress address) {
        return network.matches(new InetSocketAddress(address, 0));
    }

    private static List<IpSubnetFilterRule> networks(Collection<String> networks) {
        return networks.stream().map(Targets::network).toList();
    }

    private static IpSubnetFilterRule network(String network) {
        int slash = network.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? "" : network.substring(0, slash));
        try {
            if (address != null) {
                return new IpSubnetFilterRule(
                        of(address), Integer.parseInt(network.substring(slash + 1)), IpFilterRuleType.REJECT);
            }
        } catch (IllegalArgumentException noPrefix) {
            // told below
        }
        throw new IllegalArgumentException("the network is '" + network
                + "'; give an address and a number of bits such as 10.0.0.0/8 or fd00::/8");
    }
}
