package io.agentflux.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A length of time with its unit. JSON Schema checks the form only, not the range. */
record DurationShape(Range.OfDuration range) implements Shape<Duration> {

    @Override
    public @Nullable Duration read(String subject, Node node, Problems problems) {
        if (Nodes.isFiniteNumber(node)) {
            problems.add(node, subject + " is " + Nodes.describe(node) + " without a unit; give " + expected());
            return null;
        }
        Optional<Duration> duration = Nodes.isText(node) ? DurationText.parse(Nodes.text(node)) : Optional.empty();
        if (duration.isEmpty()) {
            problems.addWrong(node, subject, expected());
            return null;
        }
        if (!range.contains(duration.get())) {
            problems.add(node, subject + " is " + Nodes.text(node) + "; give " + expected());
            return null;
        }
        return duration.get();
    }

    @Override
    public String expected() {
        return range.expected();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", DurationText.PATTERN);
        return schema;
    }

    @Override
    public Object toJson(Duration value) {
        return DurationText.format(value);
    }
}
