package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.time.SimulatedScheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedLoginsTest {

    private static final String GUESS = "x".repeat(31);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.EPOCH);

    private static InetSocketAddress from(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 1234);
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException(noAddress);
        }
    }

    @ParameterizedTest(name = "{0} and {1} are counted together: {2}")
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::2, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    })
    @DisplayName("wrong tokens are counted by address, of IPv6 by the network that one holder has")
    void countsByAddress(String one, String other, boolean together) {
        FailedLogins logins = new FailedLogins(2, clock);
        logins.count(GUESS, from(one));
        logins.requireFew(GUESS, from(other));
        logins.count(GUESS, from(one));

        if (together) {
            assertThatThrownBy(() -> logins.requireFew(GUESS, from(other))).isInstanceOf(RefusedRequest.class);
        } else {
            assertThatCode(() -> logins.requireFew(GUESS, from(other))).doesNotThrowAnyException();
        }
    }

    @Test
    @DisplayName("where no limit is set any number is borne")
    void anyNumber() {
        FailedLogins logins = new FailedLogins(0, clock);
        for (int wrong = 0; wrong < 1_000; wrong++) {
            logins.count(GUESS, from("192.0.2.1"));
        }

        assertThatCode(() -> logins.requireFew(GUESS, from("192.0.2.1"))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("tokens that are too long to be guessed are neither counted nor refused")
    void longTokens() {
        FailedLogins logins = new FailedLogins(1, clock);
        String token = "x".repeat(32);
        InetSocketAddress address = from("192.0.2.1");
        for (int wrong = 0; wrong < 10; wrong++) {
            logins.count(token, address);
        }
        assertThatCode(() -> logins.requireFew(GUESS, address)).doesNotThrowAnyException();
        logins.count(GUESS, address);

        assertThatThrownBy(() -> logins.requireFew(GUESS, address)).isInstanceOf(RefusedRequest.class);
        assertThatCode(() -> logins.requireFew(token, address)).doesNotThrowAnyException();
    }
}
