package io.agentflux.sandbox.http;

import io.agentflux.arena.WebhookEvent;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.http.WebhookRegistration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The webhooks of one token. They are kept in memory; nothing is delivered to them yet. */
final class Webhooks {

    static final int MOST = 100;

    private final AtomicInteger registered = new AtomicInteger();
    private final Map<String, WebhookInfo> byId = new ConcurrentHashMap<>();

    WebhookInfo register(WebhookRegistration registration) {
        if (byId.size() >= MOST) {
            throw new RefusedRequest(409, "This token has " + MOST + " webhooks; delete one first.");
        }
        String id = String.format(Locale.ROOT, "wh_%08x", registered.incrementAndGet());
        WebhookInfo webhook =
                new WebhookInfo(id, registration.url().toString(), wireNames(registration.events()), null);
        byId.put(id, webhook);
        return webhook;
    }

    private static List<String> wireNames(Set<WebhookEvent> events) {
        return Arrays.stream(WebhookEvent.values())
                .filter(event -> events.isEmpty() || events.contains(event))
                .map(WebhookEvent::wireName)
                .toList();
    }

    void delete(String id) {
        if (byId.remove(id) == null) {
            throw new RefusedRequest(404, "Webhook " + id + " not found");
        }
    }
}
