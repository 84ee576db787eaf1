package io.agentflux.sandbox.http;

/** Who may ask for something. */
public enum Access {

    /** Anybody. */
    OPEN,

    /** Who holds the token of a variant; sees and changes that variant only. */
    AGENT,

    /** As {@link #AGENT}, also when the variant's experiment is in the archive. */
    AGENT_OF_ARCHIVED,

    /** Who holds a token for activities, or the administrator's. */
    INGEST,

    /** Who holds the administrator's token. */
    ADMIN
}
