package io.agentflux.sandbox.experiment;

/** A token with its secret, which it does not print. */
public final class IssuedToken {

    private final StrategyToken token;
    private final String secret;

    IssuedToken(StrategyToken token, String secret) {
        this.token = token;
        this.secret = secret;
    }

    /** What is known of it. */
    public StrategyToken token() {
        return token;
    }

    /** What has to be handed to whoever runs the agent, and to nobody else. */
    public String secret() {
        return secret;
    }

    /** The id, without the secret. */
    @Override
    public String toString() {
        return "IssuedToken(" + token.id() + ")";
    }
}
