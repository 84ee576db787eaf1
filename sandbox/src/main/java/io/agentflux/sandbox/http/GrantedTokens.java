package io.agentflux.sandbox.http;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.http.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A fixed set of tokens, some of which may be revoked. */
public final class GrantedTokens implements Authentication {

    // equality of tokens takes constant time; what the map could betray is a 32-bit hash of a far longer secret
    private final Map<Token, Grant> grants;
    private final @Nullable SecretHash administrator;
    private final Set<Token> revoked = ConcurrentHashMap.newKeySet();

    /**
     * Lets each of these tokens open what it is granted.
     *
     * @param administrator the hash of the administrator's token, null if there is no administrator
     */
    public GrantedTokens(Map<Token, Grant> grants, @Nullable SecretHash administrator) {
        this.grants = new HashMap<>(grants);
        this.administrator = administrator;
    }

    @Override
    public Optional<Grant> agent(String secret) {
        Token token;
        try {
            token = Token.of(secret);
        } catch (IllegalArgumentException notEvenAToken) {
            return Optional.empty();
        }
        if (revoked.contains(token)) {
            throw new ArenaClosedException("TOKEN_REVOKED: the token was revoked; ask for a new manifest.", null);
        }
        return Optional.ofNullable(grants.get(token));
    }

    @Override
    public boolean isAdministrator(String secret) {
        return administrator != null && administrator.matches(secret);
    }

    /**
     * Lets a token open nothing from now on.
     *
     * @return whether there is such a token
     */
    public boolean revoke(Token token) {
        return grants.containsKey(token) && (revoked.add(token) || revoked.contains(token));
    }
}
