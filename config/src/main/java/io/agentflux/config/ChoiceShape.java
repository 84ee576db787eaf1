package io.agentflux.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One of some words.
 *
 * @param kind what the words name, such as "scenario"
 * @param values what each word stands for, in the order to show them
 * @param <T> what they stand for
 */
record ChoiceShape<T>(String kind, Map<String, T> values) implements Shape<T> {

    @Override
    public @Nullable T read(String subject, Node node, Problems problems) {
        if (!Nodes.isText(node)) {
            problems.addWrong(node, subject, expected());
            return null;
        }
        T value = values.get(Nodes.text(node));
        if (value == null) {
            problems.add(node, Suggestions.unknown(kind, Nodes.text(node), values.keySet()));
        }
        return value;
    }

    @Override
    public String expected() {
        return values.size() <= 10 ? "one of " + String.join(", ", values.keySet()) : "the name of a " + kind;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("enum", List.copyOf(values.keySet()));
        return schema;
    }

    @Override
    public Object toJson(T value) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
