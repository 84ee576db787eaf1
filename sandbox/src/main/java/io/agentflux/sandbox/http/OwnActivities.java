package io.agentflux.sandbox.http;

import io.agentflux.sandbox.activity.ToldActivity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the token of a person may tell: of that person only, under ids of the person's own. Ids that anybody could choose would let
 * one person learn what another was paid, or use up the id under which another's activity is about to be told.
 */
final class OwnActivities {

    private static final int HASH_DIGITS = 24;

    private final @Nullable IngestToken token;
    private final String prefix;

    private OwnActivities(@Nullable IngestToken token, String prefix) {
        this.token = token;
        this.prefix = prefix;
    }

    /** What a token may tell; no token means the administrator's. */
    static OwnActivities of(Optional<IngestToken> token) {
        String person = token.map(IngestToken::person).orElse(null);
        String prefix =
                person == null ? "" : "own-" + SecretHash.of(person).toHex().substring(0, HASH_DIGITS) + "-";
        return new OwnActivities(token.orElse(null), prefix);
    }

    /**
     * An activity as it is kept.
     *
     * @throws RefusedRequest if it is somebody else's, or its id too long
     */
    ToldActivity kept(ToldActivity told) {
        if (token == null || token.person() == null) {
            return told;
        }
        if (!token.opens(told.person())) {
            throw new RefusedRequest(403, "The token is that of '" + token.person() + "' and tells of nobody else.");
        }
        try {
            return told.named(prefix + told.id());
        } catch (IllegalArgumentException tooLong) {
            throw new RefusedRequest(400, "An id is longer than 170 characters; give a shorter one.");
        }
    }

    /** The id under which what is kept was told. */
    String toldId(String keptId) {
        return keptId.startsWith(prefix) ? keptId.substring(prefix.length()) : keptId;
    }
}
