package io.agentflux.sandbox.experiment;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.agentflux.arena.Economy;
import io.agentflux.sandbox.store.Change;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The state of an experiment as of some event, so that a recovery need not read every event since the beginning. It is never more
 * than a shortcut: one that was written by a version with another idea of the state is ignored.
 *
 * @param format which idea of the state it was written with
 * @param sequence the last event of the log that this state has seen
 * @param state the state
 */
record Checkpoint(int format, long sequence, ExperimentState state) {

    static final String KIND = "checkpoint";

    /** Counts up when the state comes to mean something else, or follows differently from the same events. */
    private static final int FORMAT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

    /**
     * Strict, so that a state with other members than today's is not read; plain ASCII, so that any text is kept. Questions that a
     * record answers about its members are no members.
     */
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultVisibility(visible -> visible.withIsGetterVisibility(Visibility.NONE))
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addSerializer(Economy.class, new EconomyWriter())
                    .addDeserializer(Economy.class, new EconomyReader()))
            .build();

    static Checkpoint of(long sequence, ExperimentState state) {
        return new Checkpoint(FORMAT, sequence, state);
    }

    Change put(String experimentId) {
        return new Change.Overwrite(KIND, experimentId, JSON.writeValueAsString(this));
    }

    /** A checkpoint as it was stored, unless it was written by another version. */
    static Optional<Checkpoint> read(String json) {
        try {
            Checkpoint checkpoint = JSON.readValue(json, Checkpoint.class);
            return checkpoint.format() == FORMAT ? Optional.of(checkpoint) : Optional.empty();
        } catch (RuntimeException otherVersion) {
            LOG.info("a checkpoint of another version is ignored; recovering takes longer this time");
            LOG.debug("it could not be read", otherVersion);
            return Optional.empty();
        }
    }

    private static final class EconomyWriter extends ValueSerializer<Economy> {
        @Override
        public void serialize(Economy economy, JsonGenerator json, SerializationContext context) {
            context.writeValue(json, economy.toWire());
        }
    }

    private static final class EconomyReader extends ValueDeserializer<Economy> {
        @Override
        public Economy deserialize(JsonParser json, DeserializationContext context) {
            Map<String, Double> byWireName = json.readValueAs(new TypeReference<Map<String, Double>>() {});
            return Economy.ofWire(byWireName);
        }
    }
}
