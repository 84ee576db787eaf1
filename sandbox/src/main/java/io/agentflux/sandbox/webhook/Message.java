package io.agentflux.sandbox.webhook;

import io.agentflux.arena.Decision;
import io.agentflux.arena.WebhookEvent;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.arena.http.JsonWriter;
import io.agentflux.sandbox.experiment.EventBody;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.StoredEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is posted to a webhook. All messages have one form: {@code type}, {@code timestamp} of what happened, and {@code data}
 * with the experiment, the variant, the id of the event, and its {@code details}.
 *
 * @param id the same for every attempt and every webhook, unique beyond this store
 * @param sequence the event's place in the log
 * @param type the wire name of what happened
 * @param body the message as JSON
 */
record Message(String id, long sequence, String type, String body) {

    static final String TEST_TYPE = "webhook_test";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int HASH_DIGITS = 16;
    private static final Pattern ID = Pattern.compile("msg_([0-9]{1,18})_[0-9a-f]{16}");

    /** What of an accepted decision is told; the agent's own evidence stays with the arena. */
    private static final List<String> TOLD_OF_DECISION =
            List.of("economyOverrides", "appliedConfig", "clampedDeltas", "reasoning", "nextAllowedUpdate");

    private static final Map<String, WebhookEvent> EVENT_BY_TYPE = Map.of(
            EventType.DECISION, WebhookEvent.CONFIG_UPDATED,
            EventType.ECONOMY_CHANGED, WebhookEvent.CONFIG_UPDATED,
            EventType.HEARTBEAT_TIMEOUT, WebhookEvent.HEARTBEAT_TIMEOUT,
            EventType.FROZEN, WebhookEvent.CIRCUIT_BREAKER_TRIGGERED,
            EventType.ANOMALY, WebhookEvent.ANOMALY_DETECTED);

    /** The types of the events that some webhook may be told of. */
    static Set<String> typesFor(Webhook webhook) {
        return EVENT_BY_TYPE.entrySet().stream()
                .filter(entry -> webhook.wants(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The message that tells a webhook of an event; empty if it is not to be told. */
    static Optional<Message> of(StoredEvent stored, Webhook webhook) {
        ExperimentEvent event = stored.event();
        WebhookEvent told = EVENT_BY_TYPE.get(event.type());
        boolean isDecision = event.type().equals(EventType.DECISION);
        boolean refused = isDecision && !"accepted".equals(event.outcome());
        if (told == null
                || refused
                || !webhook.wants(told)
                || !webhook.experimentId().equals(event.experimentId())
                || !webhook.concerns(event.variantId())) {
            return Optional.empty();
        }
        ObjectNode details = isDecision ? detailsOfDecision(event) : details(event);
        return Optional.of(new Message(
                "msg_" + stored.sequence() + "_" + stored.hash().substring(0, HASH_DIGITS),
                stored.sequence(),
                told.wireName(),
                body(
                        told.wireName(),
                        event.timestamp(),
                        event.experimentId(),
                        event.variantId(),
                        event.id(),
                        details)));
    }

    /** The place in the log that a message's id tells of; 0, where no event is, if it is not a message's id. */
    static long sequenceOf(String messageId) {
        Matcher matcher = ID.matcher(messageId);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** As the audit log tells it to agents, without what there is nothing to tell of. */
    private static ObjectNode detailsOfDecision(ExperimentEvent event) {
        ObjectNode details = decisionAsToldToAgents(event).retain(TOLD_OF_DECISION);
        details.removeNulls();
        return details;
    }

    private static ObjectNode decisionAsToldToAgents(ExperimentEvent event) {
        try {
            Decision decision = DecisionEvent.of(event).decision();
            return (ObjectNode) JSON.readTree(JsonWriter.object(data -> ArenaReplies.write(data, decision)));
        } catch (RuntimeException noDecision) {
            return details(event);
        }
    }

    /** The log does not look into bodies, and one that is no object must not end a delivery. */
    private static ObjectNode details(ExperimentEvent event) {
        try {
            if (EventBody.shown(event) instanceof ObjectNode details) {
                return details;
            }
        } catch (RuntimeException notAsWritten) {
            // nothing to tell
        }
        return JSON.createObjectNode();
    }

    /** A message that tells nothing but that it arrives. */
    static Message test(Webhook webhook, String id, Instant now) {
        return new Message(
                id,
                0,
                TEST_TYPE,
                body(TEST_TYPE, now, webhook.experimentId(), webhook.variantId(), id, JSON.createObjectNode()));
    }

    private static String body(
            String type,
            Instant timestamp,
            String experimentId,
            @Nullable String variantId,
            String eventId,
            ObjectNode details) {
        ObjectNode message = JSON.createObjectNode()
                .put("type", type)
                .put("timestamp", timestamp.truncatedTo(ChronoUnit.MILLIS).toString());
        message.putObject("data")
                .put("experimentId", experimentId)
                .put("variantId", variantId)
                .put("eventId", eventId)
                .set("details", details);
        return JSON.writeValueAsString(message);
    }
}
