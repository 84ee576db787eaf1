package io.agentflux.sandbox.http;

import java.util.Optional;

/** Knows the tokens. Called on event loops for each request, from many threads, so it must not block. */
public interface Authentication {

    /**
     * What a variant's token opens.
     *
     * @param secret what was sent as token; anything
     * @return nothing if there is no such token or its time is over
     * @throws io.agentflux.arena.ArenaClosedException if there was such a token but it was revoked; the message is sent to the
     *     client
     */
    Optional<Grant> agent(String secret);

    /**
     * The token for activities that this is, or nothing if there is no such token or its time is over.
     *
     * @throws io.agentflux.arena.ArenaClosedException if there was such a token but it was revoked
     */
    Optional<IngestToken> ingest(String secret);

    /** Whether this is the administrator's token; takes as long for any other text of its length. */
    boolean isAdministrator(String secret);
}
