package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.store.ExperimentEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body of an event as people and programs are shown it. */
public final class EventBody {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final double EXACT_WHOLE_NUMBERS = 1L << 53;

    private EventBody() {}

    /**
     * What the log holds, told as the protocol tells it: whole numbers without a fraction, what was cut back of a decision
     * marked by {@code clamped}, and days counted from 1. The log itself, and its hashes, keep to what was written.
     */
    public static JsonNode shown(ExperimentEvent event) {
        JsonNode body = shown(JSON.readTree(event.body()));
        if (event.type().equals(DecisionEvent.TYPE)) {
            body.path("clampedDeltas").forEach(delta -> ((ObjectNode) delta).put("clamped", true));
        }
        if (event.type().equals(EventType.ACTIVITY) && body.path("day").isNumber()) {
            // the log counts the days of activities from 0, those that were lived from 1
            ((ObjectNode) body).put("day", body.path("day").intValue() + 1);
        }
        return body;
    }

    private static JsonNode shown(JsonNode node) {
        if (node.isObject()) {
            ObjectNode members = JsonNodeFactory.instance.objectNode();
            node.forEachEntry((name, member) -> members.set(name, shown(member)));
            return members;
        }
        if (node.isArray()) {
            ArrayNode elements = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> elements.add(shown(element)));
            return elements;
        }
        return isWhole(node) ? JsonNodeFactory.instance.numberNode(node.longValue()) : node;
    }

    private static boolean isWhole(JsonNode node) {
        double value = node.isFloatingPointNumber() ? node.doubleValue() : Double.NaN;
        return value == Math.rint(value) && Math.abs(value) < EXACT_WHOLE_NUMBERS;
    }
}
