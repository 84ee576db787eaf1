package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaThrottledException;
import io.agentflux.arena.ArenaTransientException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static Class<?> typeOf(Throwable error) {
        return Failures.ofError("GET /x", error, LIMIT).getClass();
    }

    @Test
    @DisplayName("failures of the connection are transient, failures of identity and name are not")
    void sortsByType() {
        UnknownHostException resolverInTrouble = new UnknownHostException("arena");
        resolverInTrouble.initCause(new TimeoutException());
        SSLHandshakeException untrusted = new SSLHandshakeException("untrusted");
        untrusted.initCause(new CertificateException("no path"));

        assertThat(typeOf(new ConnectTimeoutException("slow"))).isEqualTo(ArenaTransientException.class);
        assertThat(typeOf(ReadTimeoutException.INSTANCE)).isEqualTo(ArenaTransientException.class);
        assertThat(typeOf(new TimeoutException())).isEqualTo(ArenaTransientException.class);
        assertThat(typeOf(new SslHandshakeTimeoutException("slow"))).isEqualTo(ArenaTransientException.class);
        assertThat(typeOf(resolverInTrouble)).isEqualTo(ArenaTransientException.class);
        assertThat(typeOf(new UnknownHostException("arena"))).isEqualTo(ArenaNonTransientException.class);
        assertThat(typeOf(untrusted)).isEqualTo(ArenaNonTransientException.class);
        assertThat(typeOf(new IllegalStateException("a bug"))).isEqualTo(ArenaNonTransientException.class);
    }

    @Test
    @DisplayName("a long error text is cut off")
    void cutsLongTexts() {
        assertThat(Failures.ofStatus("GET /x", 500, "e".repeat(10_000), null).getMessage())
                .hasSizeLessThan(400)
                .endsWith("...");
    }

    @Test
    @DisplayName("a server that asks for a pause with status 503 throttles")
    void pauseOfServer() {
        assertThat(Failures.ofStatus("GET /x", 503, "", Duration.ofSeconds(3)))
                .isInstanceOf(ArenaThrottledException.class);
        assertThat(Failures.ofStatus("GET /x", 503, "", null)).isExactlyInstanceOf(ArenaTransientException.class);
    }

    @Test
    @DisplayName("the pause is read from seconds and from dates, never negative, and anything else is ignored")
    void readsRetryAfter() {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");

        assertThat(Failures.retryAfter(" 5 ", now)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Failures.retryAfter("Sat, 31 Jan 2026 12:01:00 GMT", now)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Failures.retryAfter("Sat, 31 Jan 2026 11:00:00 GMT", now)).isEqualTo(Duration.ZERO);
        assertThat(Failures.retryAfter("soon", now)).isNull();
        assertThat(Failures.retryAfter("-1", now)).isNull();
        assertThat(Failures.retryAfter("99999999999999999999", now)).isNull();
        assertThat(Failures.retryAfter(null, now)).isNull();
    }
}
