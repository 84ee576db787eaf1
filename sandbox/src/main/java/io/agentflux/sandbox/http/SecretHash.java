package io.agentflux.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 hash of a secret: enough to recognise the secret, useless to whoever reads it. For secrets of many random bytes
 * only, since a short one can be found by trying.
 */
public final class SecretHash {

    private final byte[] hash;

    private SecretHash(byte[] hash) {
        this.hash = hash;
    }

    /** The hash of a secret. */
    public static SecretHash of(String secret) {
        return new SecretHash(sha256(secret));
    }

    /** A hash as {@link #toHex()} wrote it. */
    public static SecretHash parse(String hex) {
        return new SecretHash(HexFormat.of().parseHex(hex));
    }

    /** The hash as hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(hash);
    }

    /** Whether this is the secret; takes the same time whatever they have in common. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(hash, sha256(candidate));
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
