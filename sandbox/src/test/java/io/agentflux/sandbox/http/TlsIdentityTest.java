package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.AdministratorToken;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.SandboxHandle;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.client.HttpClient;

class TlsIdentityTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static Path certificate;
    private static Path key;
    private static Path otherKey;

    @BeforeAll
    static void makeIdentities() throws Exception {
        TlsFiles one = TlsFiles.make(folder, "one");
        certificate = one.certificate();
        key = one.key();
        otherKey = TlsFiles.make(folder, "two").key();
    }

    @Test
    @DisplayName("agents reach the sandbox over TLS; who speaks plain HTTP there gets nothing")
    void servesOverTls() throws Exception {
        SslContext trust =
                SslContextBuilder.forClient().trustManager(certificate.toFile()).build();
        SandboxHandle handle = Objects.requireNonNull(ArenaSandbox.create()
                .tls(TlsIdentity.read(certificate, key))
                .demonstrating(new DemoExperiment(1, 10, 7, Duration.ofHours(1)))
                .start()
                .block(PATIENCE));
        try (ArenaClient client = ArenaClient.builder(
                                ArenaAccess.of(handle.url().toString(), Token.of(DemoExperiment.TOKEN)))
                        .http(http -> http.secure(secured -> secured.sslContext(trust)))
                        .build();
                RawConnection plain = new RawConnection(handle.port())) {
            assertThat(handle.url().getScheme()).isEqualTo("https");
            assertThat(client.signals().block(PATIENCE)).isInstanceOf(Signals.class);
            plain.write("GET /health/live HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(plain.readToEnd(1_000, Duration.ZERO)).isLessThan(20);
        } finally {
            handle.stop(Duration.ofSeconds(1)).block(PATIENCE);
        }
    }

    @Test
    @DisplayName("a manifest of a sandbox that speaks TLS on all addresses says https, by the name that was asked for")
    void saysHttpsInManifests() throws Exception {
        SslContext trust =
                SslContextBuilder.forClient().trustManager(certificate.toFile()).build();
        DemoExperiment demo = new DemoExperiment(1, 10, 7, Duration.ofHours(1));
        SandboxHandle handle = Objects.requireNonNull(ArenaSandbox.create()
                .host("0.0.0.0")
                .tls(TlsIdentity.read(certificate, key))
                .administeredBy(AdministratorToken.of("only known to this test, and to nobody else"))
                .demonstrating(demo)
                .start()
                .block(PATIENCE));
        try {
            assertThat(handle.url()).hasToString("https://localhost:" + handle.port());
            String manifest = HttpClient.create()
                    .secure(secured -> secured.sslContext(trust))
                    .headers(headers ->
                            headers.set("Authorization", "Bearer only known to this test, and to nobody else"))
                    .get()
                    .uri(handle.url() + "/api/admin/experiments/" + demo.spec().id() + "/variants/"
                            + demo.spec().variants().get(1).id() + "/manifest")
                    .responseSingle((answer, body) -> body.asString())
                    .block(PATIENCE);
            assertThat(manifest).contains("\"apiUrl\":\"" + handle.url() + "\"");
        } finally {
            handle.stop(Duration.ofSeconds(1)).block(PATIENCE);
        }
    }

    @Test
    @DisplayName("whoever records what is said cannot read it later with the key: all ciphers have forward secrecy")
    void hasForwardSecrecy() {
        assertThat(TlsIdentity.read(certificate, key).context().cipherSuites())
                .isNotEmpty()
                .allMatch(suite ->
                        suite.matches("TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES_\\d+_GCM|CHACHA20_POLY1305)_SHA\\d+"));
    }

    @Test
    @DisplayName("files that cannot be used are refused, with the file and the cure, and without a word of the key")
    void refusesBadFiles() throws Exception {
        Path missing = folder.resolve("missing.pem");
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish");
        Path brokenKey = Files.writeString(
                folder.resolve("broken-key.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");
        Path otherKind = Files.writeString(
                folder.resolve("rsa.pem"), "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----");

        assertRefused(missing, key, "missing.pem cannot be read: there is no such file");
        assertRefused(rubbish, key, "rubbish.pem holds no certificate");
        assertRefused(certificate, rubbish, "openssl pkcs8 -topk8 -nocrypt -in ");
        assertRefused(certificate, otherKind, "openssl pkcs8 -topk8 -nocrypt -in ");
        assertRefused(certificate, brokenKey, "cannot be read as a key of the kind EC");
        assertRefused(certificate, otherKey, "is not the one of the certificate");
    }

    private static void assertRefused(Path certificate, Path key, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.read(certificate, key))
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("c2VjcmV0", "secret"));
    }
}
