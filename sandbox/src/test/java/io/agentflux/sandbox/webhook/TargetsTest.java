package io.agentflux.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    private static final Targets PUBLIC = Targets.publicAnd(List.of());

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fe80::1%1",
                "febf::1",
                "fec0::1",
                "ff02::1"
            })
    @DisplayName("addresses that are not on the public Internet are refused")
    void refuses(String literal) throws UnknownHostException {
        assertThat(PUBLIC.allows(address(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001:80e::200e",
                "64:ff9b::1.1.1.1"
            })
    @DisplayName("public addresses are allowed, the neighbours of others included")
    void allows(String literal) throws UnknownHostException {
        assertThat(PUBLIC.allows(address(literal))).isTrue();
    }

    @Test
    @DisplayName("networks are allowed one by one")
    void allowsNetworks() throws UnknownHostException {
        Targets targets = Targets.publicAnd(List.of("127.0.0.0/8", "10.1.2.3/32", "fd00::/8"));

        assertThat(targets.allows(address("127.1.2.3"))).isTrue();
        assertThat(targets.allows(address("::ffff:127.0.0.1"))).isTrue();
        assertThat(targets.allows(address("10.1.2.3"))).isTrue();
        assertThat(targets.allows(address("10.1.2.4"))).isFalse();
        assertThat(targets.allows(address("fd00::1"))).isTrue();
        assertThat(targets.allows(address("fc00::1"))).isFalse();
        assertThat(targets.allows(address("::1"))).isFalse();
        assertThat(targets.allows(address("1.1.1.1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "example.org/8", "/8"})
    @DisplayName("what is no network is refused with an example of one")
    void refusesOtherText(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.publicAnd(List.of(network)))
                .withMessage("the network is '" + network
                        + "'; give an address and a number of bits such as 10.0.0.0/8 or fd00::/8");
    }
}
