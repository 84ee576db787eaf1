package io.agentflux.sandbox.http;

import io.agentflux.arena.Decision;
import io.agentflux.arena.http.ArenaEvent;
import io.agentflux.sandbox.experiment.EventBody;
import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Events of the log as clients see them. */
final class EventJson {

    /** Plain ASCII, as the log is: the text of an event may hold what is no Unicode. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** Who did it is the administrators' business. */
    private static final String BY = "by";

    private EventJson() {}

    /** Everything that the log knows of an event, as one JSON object. */
    static byte[] whole(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(256 + event.body().length());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("sequence", stored.sequence());
            json.writeStringProperty("experimentId", event.experimentId());
            text(json, "variantId", event.variantId());
            json.writeStringProperty("type", event.type());
            json.writeStringProperty("id", event.id());
            json.writeStringProperty("timestamp", event.timestamp().toString());
            text(json, "outcome", event.outcome());
            json.writeName("body");
            json.writeTree(EventBody.shown(event));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    /** What the agent of a variant may know of an event. */
    static ArenaEvent forAgent(StoredEvent stored) {
        String id = Long.toString(stored.sequence());
        ExperimentEvent event = stored.event();
        if (event.type().equals(DecisionEvent.TYPE)) {
            Decision decision = DecisionEvent.of(event).decision();
            return new ArenaEvent.DecisionMade(id, decision);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("timestamp", event.timestamp().toString());
        if (event.variantId() != null) {
            data.put("variantId", event.variantId());
        }
        data.putAll(JSON.readValue(event.body(), OBJECT));
        data.remove(BY);
        return new ArenaEvent.Notice(id, event.type(), data);
    }
}
