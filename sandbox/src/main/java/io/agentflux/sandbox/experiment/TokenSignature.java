package io.agentflux.sandbox.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.agentflux.arena.VariantInfo;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Writes and reads tokens: {@code strat_}, then a JSON object in base64url, a full stop, and the HMAC-SHA256 of everything
 * before it, in base64url as well. Whoever changes a character, or makes up a token, would need the key.
 */
final class TokenSignature {

    private static final String PREFIX = "strat_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST = 2_048;

    /** Made before the first request: two event loops that make it at the same time would wait for each other. */
    private static final ObjectReader PAYLOADS = ExperimentEvents.JSON.readerFor(Payload.class);

    private final SecretKey key;

    TokenSignature(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * What a token says.
     *
     * @param issuedAtSeconds when it was handed out, in seconds since 1970
     * @param expiresAtSeconds from when on it opens nothing, in seconds since 1970
     */
    record Payload(
            String experimentId,
            String variantId,
            String mode,
            @JsonProperty("iat") long issuedAtSeconds,
            @JsonProperty("exp") long expiresAtSeconds,
            String id) {}

    String write(StrategyToken token) {
        Payload payload = new Payload(
                token.experimentId(),
                token.variantId(),
                VariantInfo.AGENT_MODE,
                token.issuedAt().getEpochSecond(),
                token.expiresAt().getEpochSecond(),
                token.id());
        String signed = PREFIX + base64(ExperimentEvents.JSON.writeValueAsBytes(payload));
        return signed + "." + base64(sign(signed));
    }

    /** What a token says, or nothing if it was not written with this key. */
    Optional<StrategyToken> read(String secret) {
        int dot = secret.indexOf('.');
        if (!secret.startsWith(PREFIX) || dot < 0 || secret.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String signed = secret.substring(0, dot);
            byte[] signature = secret.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
            // as text, since several texts decode to the same bytes
            if (!MessageDigest.isEqual(signature, base64(sign(signed)).getBytes(StandardCharsets.UTF_8))) {
                return Optional.empty();
            }
            Payload payload = PAYLOADS.readValue(Base64.getUrlDecoder().decode(signed.substring(PREFIX.length())));
            return Optional.of(new StrategyToken(
                    payload.id(),
                    payload.experimentId(),
                    payload.variantId(),
                    Instant.ofEpochSecond(payload.issuedAtSeconds()),
                    Instant.ofEpochSecond(payload.expiresAtSeconds()),
                    null));
        } catch (IllegalArgumentException | JacksonException notWrittenHere) {
            return Optional.empty();
        }
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
