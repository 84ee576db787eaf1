package io.agentflux.arena;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered webhook.
 *
 * @param webhookId its id
 * @param url where events are posted
 * @param events the wire names of the events it is told of
 * @param secret what its messages are signed with; told once, when it is registered, and null otherwise or if the arena does
 *     not sign
 */
public record WebhookInfo(
        String webhookId,
        String url,
        List<String> events,
        @Nullable WebhookSecret secret) {

    /** Copies the events. */
    public WebhookInfo {
        events = List.copyOf(events);
    }
}
