package io.agentflux.arena;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the sender and the receiver of a webhook share, so that the receiver can tell the sender's messages from anybody else's.
 * Signs as the Standard Webhooks specification says: HMAC-SHA256 over {@code id.timestamp.body}, in Base64 behind {@code v1,}.
 * Never prints.
 */
public final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final String SIGNATURE_VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int NEW_KEY_BYTES = 32;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /** A new secret of 256 bits. */
    public static WebhookSecret create(RandomGenerator random) {
        byte[] key = new byte[NEW_KEY_BYTES];
        random.nextBytes(key);
        return new WebhookSecret(key);
    }

    /**
     * A secret as it was handed out: Base64 behind {@code whsec_}.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static WebhookSecret of(String text) {
        byte[] key = {};
        if (text.startsWith(PREFIX)) {
            try {
                key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            } catch (IllegalArgumentException notBase64) {
                // told below, without the secret
            }
        }
        if (key.length == 0) {
            throw new IllegalArgumentException("the webhook's secret is not Base64 behind " + PREFIX
                    + "; take it as it was told when the webhook was registered");
        }
        return new WebhookSecret(key);
    }

    /** The secret itself, to be handed out or stored. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The signature of a message.
     *
     * @param id the message's id
     * @param timestamp when it is sent; whole seconds count
     * @param body the bytes that are sent
     * @return the value of the header {@code webhook-signature}
     */
    public String sign(String id, Instant timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return SIGNATURE_VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    /**
     * Whether one of the signatures in a header is that of this message. Receivers also have to look at the timestamp: a
     * message that is minutes old may be a copy of one that was sent before.
     *
     * @param signatures the value of the header {@code webhook-signature}: signatures with spaces between
     */
    public boolean verifies(String id, Instant timestamp, byte[] body, String signatures) {
        byte[] expected = sign(id, timestamp, body).getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String signature : signatures.split(" ", -1)) {
            found |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret secret && MessageDigest.isEqual(key, secret.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** A mask, the same for every secret. */
    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
