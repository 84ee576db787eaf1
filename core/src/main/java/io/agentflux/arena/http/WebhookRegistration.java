package io.agentflux.arena.http;

import io.agentflux.arena.WebhookEvent;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The request to be told of events.
 *
 * @param url where events are to be posted
 * @param events the events to be told of; empty means all
 */
public record WebhookRegistration(URI url, Set<WebhookEvent> events) {

    /** Refuses a URL that is not absolute http or https, and copies the events. */
    public WebhookRegistration {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "the webhook's url is '" + url + "'; give an absolute one such as https://example.org/hook");
        }
        EnumSet<WebhookEvent> copy = EnumSet.noneOf(WebhookEvent.class);
        copy.addAll(events);
        events = Collections.unmodifiableSet(copy);
    }

    /** A registration for all events at the URL in the environment variable {@code WEBHOOK_URL}, or empty if it is not set. */
    public static Optional<WebhookRegistration> ofEnvironment() {
        return ofEnvironment(System.getenv());
    }

    /** As {@link #ofEnvironment()}, with these variables instead of those of the process. */
    public static Optional<WebhookRegistration> ofEnvironment(Map<String, String> variables) {
        return Optional.ofNullable(variables.get("WEBHOOK_URL"))
                .filter(url -> !url.isBlank())
                .map(url -> new WebhookRegistration(URI.create(url.strip()), Set.of()));
    }
}
