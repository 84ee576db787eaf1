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
final class GrantedTokens implements Authentication {

    private final Map<Token, Grant> grants;
    private final @Nullable SecretHash administrator;
    private final Set<Token> revoked = ConcurrentHashMap.newKeySet();

    GrantedTokens(Map<Token, Grant> grants, @Nullable SecretHash administrator) {
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
    public Optional<IngestToken> ingest(String secret) {
        return Optional.empty();
    }

    @Override
    public boolean isAdministrator(String secret) {
        return administrator != null && administrator.matches(secret);
    }

    /** Lets a token open nothing from now on. */
    void revoke(Token token) {
        revoked.add(token);
    }
}
