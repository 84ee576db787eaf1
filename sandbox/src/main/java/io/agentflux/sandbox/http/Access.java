package io.agentflux.sandbox.http;

/** Who may ask for something. */
public enum Access {

    /** Anybody. */
    OPEN,

    /** Who holds the token of a variant; sees and changes that variant only. */
    AGENT,

    /** Who holds the administrator's token. */
    ADMIN
}
