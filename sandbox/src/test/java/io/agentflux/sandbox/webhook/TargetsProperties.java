package io.agentflux.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The rules of addresses, compared with arithmetic on their numbers. */
class TargetsProperties {

    private static final Targets PUBLIC = Targets.publicAnd(List.of());

    /** First and last address of each network that is not public, as numbers of 32 bits. */
    private static final long[][] NOT_PUBLIC = {
        {0x00000000L, 0x00FFFFFFL},
        {0x0A000000L, 0x0AFFFFFFL},
        {0x64400000L, 0x647FFFFFL},
        {0x7F000000L, 0x7FFFFFFFL},
        {0xA9FE0000L, 0xA9FEFFFFL},
        {0xAC100000L, 0xAC1FFFFFL},
        {0xC0000000L, 0xC00000FFL},
        {0xC0000200L, 0xC00002FFL},
        {0xC0586300L, 0xC05863FFL},
        {0xC0A80000L, 0xC0A8FFFFL},
        {0xC6120000L, 0xC613FFFFL},
        {0xC6336400L, 0xC63364FFL},
        {0xCB007100L, 0xCB0071FFL},
        {0xE0000000L, 0xFFFFFFFFL}
    };

    private static boolean isPublic(long ipv4) {
        return Arrays.stream(NOT_PUBLIC).noneMatch(network -> network[0] <= ipv4 && ipv4 <= network[1]);
    }

    private static InetAddress ipv4(long number) {
        return address(new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An IPv6 address whatever it holds: unlike {@link InetAddress#getByAddress}, which turns some into IPv4. */
    private static InetAddress ipv6(byte[] bytes) {
        try {
            return Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] withLastFour(String prefix, long ipv4) {
        byte[] bytes = bytes(prefix);
        System.arraycopy(ipv4(ipv4).getAddress(), 0, bytes, 12, 4);
        return bytes;
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[16];
        byte[] digits = new BigInteger("1" + hex.replace(" ", ""), 16).toByteArray();
        System.arraycopy(digits, 1, bytes, 0, digits.length - 1);
        return bytes;
    }

    /** Any address, and often one at the edge of a network. */
    @Provide
    Arbitrary<Long> ipv4Numbers() {
        Arbitrary<Long> edges = Combinators.combine(
                        Arbitraries.of(NOT_PUBLIC),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(-2, 2))
                .as((network, side, offset) -> (network[side] + offset) & 0xFFFFFFFFL);
        return Arbitraries.oneOf(Arbitraries.longs().between(0, 0xFFFFFFFFL), edges);
    }

    @Provide
    Arbitrary<byte[]> ipv6Bytes() {
        return Arbitraries.bytes().array(byte[].class).ofSize(16);
    }

    @Property
    @Label("an IPv4 address is allowed exactly if it is in none of the networks")
    void judgesIpv4(@ForAll("ipv4Numbers") long number) {
        assertThat(PUBLIC.allows(ipv4(number))).isEqualTo(isPublic(number));
    }

    @Property
    @Label("an IPv4 address in an IPv6 disguise is judged like itself, or refused")
    void disguises(@ForAll("ipv4Numbers") long number) {
        assertThat(PUBLIC.allows(ipv6(withLastFour("0000 0000 0000 0000 0000 ffff", number))))
                .as("mapped")
                .isEqualTo(isPublic(number));
        assertThat(PUBLIC.allows(ipv6(withLastFour("0064 ff9b 0000 0000 0000 0000", number))))
                .as("translated")
                .isEqualTo(isPublic(number));
        assertThat(PUBLIC.allows(ipv6(withLastFour("0000 0000 0000 0000 0000 0000", number))))
                .as("compatible")
                .isFalse();
        byte[] sixToFour = bytes("2002");
        System.arraycopy(ipv4(number).getAddress(), 0, sixToFour, 2, 4);
        assertThat(PUBLIC.allows(ipv6(sixToFour))).as("6to4").isFalse();
    }

    @Property
    @Label("an IPv6 address that is allowed begins with the bits 001, or is translated IPv4")
    void judgesIpv6(@ForAll("ipv6Bytes") byte[] bytes) {
        InetAddress address = ipv6(bytes);
        boolean global = (bytes[0] & 0xE0) == 0x20;
        if (PUBLIC.allows(address)) {
            assertThat(global).isTrue();
        }
        assertThat(address.isAnyLocalAddress()
                        || address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isMulticastAddress())
                .satisfies(
                        special -> assertThat(special && PUBLIC.allows(address)).isFalse());
        bytes[0] = 0x2A;
        assertThat(PUBLIC.allows(ipv6(bytes))).isTrue();
    }

    @Property
    @Label("an allowed network allows its own addresses and no others")
    void allowedNetworks(
            @ForAll("ipv4Numbers") long network, @ForAll("ipv4Numbers") long number, @ForAll("bits") int bits) {
        Targets targets = Targets.publicAnd(List.of(ipv4(network).getHostAddress() + "/" + bits));
        long mask = bits == 0 ? 0 : (0xFFFFFFFFL << (32 - bits)) & 0xFFFFFFFFL;
        boolean inside = (network & mask) == (number & mask);

        assertThat(targets.allows(ipv4(number))).isEqualTo(inside || isPublic(number));
        assertThat(targets.allows(ipv4(network))).isTrue();
    }

    @Provide
    Arbitrary<Integer> bits() {
        return Arbitraries.integers().between(0, 32);
    }
}
