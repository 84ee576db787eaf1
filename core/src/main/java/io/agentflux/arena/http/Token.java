package io.agentflux.arena.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The secret by which an agent proves which variant it is responsible for. Never prints. */
public final class Token {

    private static final String PLACEHOLDER = "strat_your_token_here";
    private static final String MASK = "strat_***";

    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /**
     * A token as it was handed out.
     *
     * @throws IllegalArgumentException if it is blank, the placeholder of the examples, or not printable ASCII without spaces
     */
    public static Token of(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException(
                    "the token is blank; take it from the variant's manifest, for instance through STRATEGY_TOKEN");
        }
        if (secret.equals(PLACEHOLDER)) {
            throw new IllegalArgumentException(
                    "the token is still the placeholder " + PLACEHOLDER + "; replace it by the one in your manifest");
        }
        if (!secret.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            throw new IllegalArgumentException("the token holds spaces or characters that no token has; copy it again");
        }
        return new Token(secret);
    }

    /** The value of the {@code Authorization} header. */
    String authorization() {
        return "Bearer " + secret;
    }

    /** The secret itself, to be written to a manifest. */
    String secret() {
        return secret;
    }

    /** A text with every occurrence of this token masked. */
    String redact(String text) {
        return text.replace(secret, MASK);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8), token.secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    /** A mask, the same for every token. */
    @Override
    public String toString() {
        return MASK;
    }
}
