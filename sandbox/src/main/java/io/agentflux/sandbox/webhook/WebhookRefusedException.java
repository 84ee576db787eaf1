package io.agentflux.sandbox.webhook;

import java.io.Serial;

/** Something was asked of webhooks that cannot be done; nothing was changed. */
public final class WebhookRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why it cannot be done. */
    public enum Reason {
        /** There is no such webhook, or no such message. */
        UNKNOWN,
        /** The URL may not be posted to. */
        TARGET,
        /** There are as many as there may be. */
        LIMIT,
        /** The webhook is switched off. */
        OFF,
        /** Somebody else is changing it. */
        BUSY
    }

    WebhookRefusedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static WebhookRefusedException unknown(String webhookId) {
        return new WebhookRefusedException(Reason.UNKNOWN, "Webhook " + webhookId + " not found");
    }

    /** Why it cannot be done. */
    public Reason reason() {
        return reason;
    }
}
