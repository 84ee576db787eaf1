package io.agentflux.sandbox.webhook;

import java.io.Serial;

/** A webhook's host has no address that may be posted to. */
final class RefusedTargetException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Does not tell the address: whoever registers webhooks shall not learn what names mean inside this network. */
    RefusedTargetException(String host) {
        super("host '" + host + "' has no address that webhooks may be delivered to", null, false, false);
    }
}
