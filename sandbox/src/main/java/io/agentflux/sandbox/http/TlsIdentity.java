package io.agentflux.sandbox.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * The certificate by which a server proves who it is, and its key, as two files hold them. A server looks at the files again each
 * minute, so they can be renewed while it serves. Does not print the key.
 */
public final class TlsIdentity {

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----(.*)-----END", Pattern.DOTALL);
    private static final byte[] SAMPLE = {1, 2, 3};

    private final Path certificate;
    private final Path key;
    private final List<X509Certificate> chain;
    private final SslContext context;

    private TlsIdentity(Path certificate, Path key, List<X509Certificate> chain, SslContext context) {
        this.certificate = certificate;
        this.key = key;
        this.chain = chain;
        this.context = context;
    }

    /**
     * Reads an identity from files and tries whether they belong together. Blocks.
     *
     * @param certificate a file of PEM with the server's certificate and behind it those that vouch for it
     * @param key a file of PEM with the certificate's key, in PKCS #8 and not encrypted
     * @throws IllegalArgumentException if the files cannot be used; the message tells which one and what to do
     */
    public static TlsIdentity read(Path certificate, Path key) {
        List<X509Certificate> chain = chain(certificate);
        PublicKey known = chain.get(0).getPublicKey();
        PrivateKey secret = secret(key, known.getAlgorithm());
        if (!belongTogether(known, secret)) {
            throw new IllegalArgumentException("the key in " + key + " is not the one of the certificate in "
                    + certificate + "; give the two that were made together");
        }
        try {
            SslContext context = SslContextBuilder.forServer(secret, chain.toArray(X509Certificate[]::new))
                    .protocols("TLSv1.3", "TLSv1.2")
                    // with forward secrecy and authenticated encryption, as HTTP/2 asks for; we do not speak it
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .build();
            return new TlsIdentity(certificate, key, chain, context);
        } catch (SSLException refused) {
            throw new IllegalArgumentException(
                    "the certificate in " + certificate + " cannot be used: " + refused.getMessage(), refused);
        }
    }

    private static List<X509Certificate> chain(Path file) {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException noCertificate) {
            throw new IllegalArgumentException(
                    file + " holds no certificate: " + noCertificate.getMessage() + "; give a file of PEM",
                    noCertificate);
        }
        throw new IllegalArgumentException(file + " holds no certificate; give a file of PEM");
    }

    private static PrivateKey secret(Path file, String algorithm) {
        Matcher pem = KEY.matcher(new String(content(file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IllegalArgumentException(file + " holds no key that begins with '-----BEGIN PRIVATE KEY-----'; "
                    + "convert yours by 'openssl pkcs8 -topk8 -nocrypt -in " + file + "'");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException notThisKind) {
            // the cause might quote the key
            throw new IllegalArgumentException("the key in " + file + " cannot be read as a key of the kind "
                    + algorithm + ", which the certificate has");
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(file + " cannot be read: there is no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new IllegalArgumentException(
                    file
                            + " cannot be read: access is denied; give it and its folder to the user that runs the sandbox",
                    denied);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static boolean belongTogether(PublicKey known, PrivateKey secret) {
        try {
            Signature signature = Signature.getInstance(
                    switch (known.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> known.getAlgorithm();
                    });
            signature.initSign(secret);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException doesNotFit) {
            return false;
        }
    }

    SslContext context() {
        return context;
    }

    /** What the same files hold now. Blocks; fails as {@link #read}. */
    TlsIdentity readAgain() {
        return read(certificate, key);
    }

    /** Whether the certificates are the same, and therefore the key is. */
    boolean isSameAs(TlsIdentity other) {
        return chain.equals(other.chain);
    }

    /** Refuses a certificate that clients would not accept at that time. */
    void requireValidAt(Instant time) {
        Instant from = chain.get(0).getNotBefore().toInstant();
        if (time.isBefore(from) || time.isAfter(expiry())) {
            throw new IllegalArgumentException("the certificate in " + certificate + " is valid from " + from + " to "
                    + expiry() + ", which " + time + " is not within; give one that is valid now");
        }
    }

    /** When the certificate expires; of those that vouch for it, clients may know others. */
    Instant expiry() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** The file with the certificate. */
    Path file() {
        return certificate;
    }
}
