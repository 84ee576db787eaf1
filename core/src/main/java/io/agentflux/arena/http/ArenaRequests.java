package io.agentflux.arena.http;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.WebhookEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of requests, as UTF-8 encoded JSON.
 *
 * <p>What is sent is read strictly, because a stranger sent it: every deviation is a {@link MalformedMessageException} whose
 * text may be sent back. Members that the protocol does not know are ignored. How long a body may be is for the server to
 * limit before it asks for decoding; nesting is limited to 64 levels here.
 */
public final class ArenaRequests {

    private static final double USUAL_POLL_INTERVAL_SECONDS = 60;
    private static final double LONGEST_POLL_INTERVAL_SECONDS =
            Duration.ofDays(366).toSeconds();

    private ArenaRequests() {}

    /** The body of a proposed update. */
    public static byte[] encode(ConfigUpdate update) {
        return JsonWriter.object(body -> {
            body.numbers("economyOverrides", update.economyOverrides()).text("reasoning", update.reasoning());
            if (!update.evidence().isEmpty()) {
                body.freeForm("signals", update.evidence());
            }
        });
    }

    /**
     * Reads a proposed update. Reasoning and evidence may be missing or null.
     *
     * @throws MalformedMessageException if the body is not a JSON object, if it names no parameter, or if a value is anything
     *     but a finite number that is not negative
     */
    public static ConfigUpdate decodeUpdate(byte[] body) {
        JsonObject update = JsonReader.strictly(body);
        JsonObject overrides = required(update, "economyOverrides", "an object of numbers such as {\"scanXp\": 12}");
        Map<String, Double> values = new LinkedHashMap<>();
        overrides.members().forEach((name, value) -> values.put(name, override(overrides, name, value)));
        if (values.isEmpty()) {
            throw new MalformedMessageException("economyOverrides is empty; name at least one parameter.");
        }
        return new ConfigUpdate(
                values,
                strictText(update, "reasoning", ""),
                update.object("signals").members());
    }

    private static double override(JsonObject overrides, String name, @Nullable Object value) {
        double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
        if (!(number >= 0) || number == Double.POSITIVE_INFINITY) {
            throw overrides.unexpected(name, value, "a finite number that is not negative");
        }
        return number;
    }

    /** The body of a heartbeat; the interval is told in whole seconds, rounded up. */
    public static byte[] encode(Heartbeat heartbeat) {
        return JsonWriter.object(body -> {
            body.whole(
                    "requestedPollInterval",
                    heartbeat.pollInterval().plusNanos(999_999_999).toSeconds());
            if (!heartbeat.metadata().isEmpty()) {
                body.freeForm("metadata", heartbeat.metadata());
            }
        });
    }

    /**
     * Reads a heartbeat. An interval that is not told is 60 seconds, metadata that is not told is empty.
     *
     * @throws MalformedMessageException if the body is not a JSON object, the interval not a number of seconds from 0 to a
     *     year, or the metadata not an object
     */
    public static Heartbeat decodeHeartbeat(byte[] body) {
        JsonObject heartbeat = JsonReader.strictly(body);
        double seconds = heartbeat.number("requestedPollInterval", USUAL_POLL_INTERVAL_SECONDS);
        if (seconds < 0 || seconds > LONGEST_POLL_INTERVAL_SECONDS) {
            throw heartbeat.unexpected(
                    "requestedPollInterval",
                    heartbeat.members().get("requestedPollInterval"),
                    "a number of seconds from 0 to a year");
        }
        return new Heartbeat(
                Duration.ofMillis(Math.round(seconds * 1_000)),
                heartbeat.object("metadata").members());
    }

    /** The body of a webhook's registration. */
    public static byte[] encode(WebhookRegistration registration) {
        return JsonWriter.object(body -> {
            body.text("url", registration.url().toString());
            if (!registration.events().isEmpty()) {
                body.texts("events", wireNames(registration.events()));
            }
        });
    }

    /**
     * Reads a webhook's registration. No events, or null, means all of them.
     *
     * @throws MalformedMessageException if the body is not a JSON object, the url not an absolute one, or an event unknown
     */
    public static WebhookRegistration decodeWebhook(byte[] body) {
        JsonObject registration = JsonReader.strictly(body);
        String url = strictText(registration, "url", "");
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        registration.texts("events").forEach(name -> events.add(event(name)));
        try {
            return new WebhookRegistration(new URI(url), events);
        } catch (URISyntaxException | IllegalArgumentException notAUrl) {
            throw registration.unexpected("url", registration.members().get("url"), "an absolute http or https URL");
        }
    }

    private static WebhookEvent event(String name) {
        return Arrays.stream(WebhookEvent.values())
                .filter(event -> event.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedMessageException("events names '" + name + "'; the events are "
                        + wireNames(EnumSet.allOf(WebhookEvent.class)).stream().collect(Collectors.joining(", "))
                        + "."));
    }

    private static List<String> wireNames(Set<WebhookEvent> events) {
        List<String> names = new ArrayList<>();
        events.forEach(event -> names.add(event.wireName()));
        return names;
    }

    private static JsonObject required(JsonObject body, String name, String expected) {
        if (!(body.members().get(name) instanceof Map)) {
            throw body.unexpected(name, body.members().get(name), expected);
        }
        return body.object(name);
    }

    private static String strictText(JsonObject body, String name, String ifMissing) {
        Object value = body.members().get(name);
        if (value != null && !(value instanceof String)) {
            throw body.unexpected(name, value, "text");
        }
        return body.text(name, ifMissing);
    }
}
