package io.agentflux.sandbox.webhook;

import io.agentflux.arena.WebhookEvent;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered webhook.
 *
 * @param id its id
 * @param experimentId the experiment it is told of
 * @param variantId the variant it is told of; what concerns the whole experiment is told too
 * @param url where messages are posted
 * @param events what it is told of; empty means everything
 * @param registered when it was registered
 */
public record Webhook(
        String id, String experimentId, String variantId, URI url, Set<WebhookEvent> events, Instant registered) {

    /** Copies the events. */
    public Webhook {
        events = Set.copyOf(events);
    }

    /** The wire names of the events it is told of, all of them if all are meant. */
    public List<String> eventNames() {
        return Arrays.stream(WebhookEvent.values())
                .filter(this::wants)
                .map(WebhookEvent::wireName)
                .toList();
    }

    /** Whether it is told of that event. */
    boolean wants(WebhookEvent event) {
        return events.isEmpty() || events.contains(event);
    }

    /** Whether what is about that variant, or about the whole experiment if there is none, is about this webhook's variant. */
    boolean concerns(@Nullable String variant) {
        return variant == null || variant.equals(variantId);
    }
}
