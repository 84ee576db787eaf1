package io.agentflux.config;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A moment in UTC, as ISO 8601 writes it. */
record InstantShape() implements Shape<Instant> {

    @Override
    public @Nullable Instant read(String subject, Node node, Problems problems) {
        if (Nodes.isText(node)) {
            try {
                return Instant.parse(Nodes.text(node));
            } catch (DateTimeParseException noInstant) {
                // told below, as everything else that is none
            }
        }
        problems.addWrong(node, subject, expected());
        return null;
    }

    @Override
    public String expected() {
        return "a moment in UTC, such as 2026-12-01T08:00:00Z";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("format", "date-time");
        return schema;
    }
}
