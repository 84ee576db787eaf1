package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate of localhost that nobody vouches for, and its key, as files of PEM and as they are. */
record TlsFiles(Path certificate, Path key, X509Certificate content) {

    private static final String PASSWORD = "changeit";

    /** Makes a new certificate, valid from now on or from when keytool is told. */
    static TlsFiles make(Path folder, String name, String... options) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
        KeyStore entries = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        X509Certificate content = (X509Certificate) entries.getCertificate(name);
        return new TlsFiles(
                pem(folder.resolve(name + ".pem"), "CERTIFICATE", content.getEncoded()),
                pem(
                        folder.resolve(name + "-key.pem"),
                        "PRIVATE KEY",
                        entries.getKey(name, PASSWORD.toCharArray()).getEncoded()),
                content);
    }

    private static Path pem(Path file, String what, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    /** Puts a copy of these files in the place of others, as a renewal does: each one at once. */
    void replace(Path otherCertificate, Path otherKey) throws IOException {
        move(certificate, otherCertificate);
        move(key, otherKey);
    }

    private static void move(Path from, Path to) throws IOException {
        Path copy = Files.copy(from, to.resolveSibling(to.getFileName() + ".new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
