package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.time.SimulatedScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

class TlsRenewalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path made;

    private static TlsFiles first;
    private static TlsFiles second;
    private static TlsFiles third;
    private static TlsFiles future;

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.now());

    @BeforeAll
    static void makeCertificates() throws Exception {
        first = TlsFiles.make(made, "first", "-validity", "20");
        second = TlsFiles.make(made, "second", "-validity", "90");
        third = TlsFiles.make(made, "third");
        future = TlsFiles.make(made, "future", "-startdate", "+30d");
    }

    @BeforeEach
    void useFirst() throws IOException {
        certificate = folder.resolve("fullchain.pem");
        key = folder.resolve("privkey.pem");
        first.replace(certificate, key);
    }

    private void pass(Duration time) {
        clock.advanceTo(Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).plus(time));
    }

    /** A client that trusts these certificates, and resumes sessions where it is let. */
    private static SSLContext trusting(TlsFiles... trusted) throws Exception {
        KeyStore entries = KeyStore.getInstance(KeyStore.getDefaultType());
        entries.load(null, null);
        for (TlsFiles file : trusted) {
            entries.setCertificateEntry(file.content().getSerialNumber().toString(), file.content());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(entries);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return client;
    }

    private static SSLSocket connect(SSLContext client, String protocol, int port) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.startHandshake();
        return socket;
    }

    private static BigInteger serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    private static BigInteger serial(TlsFiles files) {
        return files.content().getSerialNumber();
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("}}") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
        return answer.substring(0, "HTTP/1.1 200 OK".length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @DisplayName(
            "new connections see a renewed certificate, and open ones go on; files that do not belong together change nothing")
    void renewsWhileItServes(String protocol) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        DisposableServer server = Objects.requireNonNull(new RequestHandler(
                        List.of(Route.get("/", Access.OPEN, call -> Mono.just(Reply.empty()))),
                        new GrantedTokens(Map.of(), null),
                        new Counters(meters),
                        ServerLimits.ofDefaults(),
                        clock,
                        request -> {})
                .server(ServerSettings.ofDefaults().tls(TlsIdentity.read(certificate, key)))
                .bind()
                .block(PATIENCE));
        SSLContext client = trusting(first, second, third);
        int port = server.port();
        try (SSLSocket old = connect(client, protocol, port)) {
            assertThat(serial(old)).isEqualTo(serial(first));
            assertThat(ask(old)).isEqualTo("HTTP/1.1 200 OK");
            double before = secondsLeft(meters);
            assertThat(Duration.ofSeconds((long) before).toDays()).isBetween(18L, 20L);

            second.replace(certificate, key);
            awaitSerial(client, protocol, port, first, second);
            assertThat(secondsLeft(meters) - before).isBetween(69 * 86_400.0, 71 * 86_400.0);

            // the key of another certificate, and half a certificate
            Files.copy(first.key(), key, StandardCopyOption.REPLACE_EXISTING);
            pass(TlsRenewal.PERIOD);
            Files.writeString(certificate, Files.readString(third.certificate()).substring(0, 300));
            pass(TlsRenewal.PERIOD);
            third.replace(certificate, key);
            awaitSerial(client, protocol, port, second, third);

            assertThat(serial(old)).isEqualTo(serial(first));
            assertThat(ask(old)).isEqualTo("HTTP/1.1 200 OK");
        } finally {
            server.disposeNow(PATIENCE);
        }
    }

    private static double secondsLeft(SimpleMeterRegistry meters) {
        return meters.get("agentflux.sandbox.certificate.remaining").timeGauge().value(TimeUnit.SECONDS);
    }

    /** Lets time pass and connects until the server shows the new certificate; until then, it shows the old one. */
    private void awaitSerial(SSLContext client, String protocol, int port, TlsFiles before, TlsFiles after)
            throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        BigInteger seen = serial(before);
        while (!seen.equals(serial(after)) && System.nanoTime() < deadline) {
            pass(TlsRenewal.PERIOD);
            try (SSLSocket socket = connect(client, protocol, port)) {
                seen = serial(socket);
                assertThat(seen).isIn(serial(before), serial(after));
                assertThat(ask(socket)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
        assertThat(seen).isEqualTo(serial(after));
    }

    @Test
    @DisplayName("what cannot be used is refused in words, and is looked at again until it can")
    void refusesAndGoesOn() throws Exception {
        TlsRenewal renewal = new TlsRenewal(TlsIdentity.read(certificate, key), clock);
        double before = renewal.secondsLeft();
        renewal.look();
        assertThat(renewal.refusal()).isNull();

        Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
        renewal.look();
        assertThat(renewal.refusal()).contains("is not the one of the certificate in " + certificate);
        Files.delete(certificate);
        renewal.look();
        assertThat(renewal.refusal()).contains(certificate + " cannot be read");
        future.replace(certificate, key);
        renewal.look();
        assertThat(renewal.refusal()).contains("is valid from ", "give one that is valid now");
        assertThat(renewal.secondsLeft()).isEqualTo(before);

        pass(Duration.ofDays(31));
        renewal.look();
        assertThat(renewal.refusal()).isNull();
        assertThat(renewal.secondsLeft()).isGreaterThan(0);
    }
}
