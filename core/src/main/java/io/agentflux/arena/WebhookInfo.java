package io.agentflux.arena;

import java.util.List;

/**
 * A registered webhook.
 *
 * @param webhookId its id
 * @param url where events are posted
 * @param events the wire names of the events it is told of
 */
public record WebhookInfo(String webhookId, String url, List<String> events) {

    /** Copies the events. */
    public WebhookInfo {
        events = List.copyOf(events);
    }
}
