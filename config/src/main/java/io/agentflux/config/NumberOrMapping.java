package io.agentflux.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A single number for the common case, or a map of keys for everything that can be said.
 *
 * @param number the short form
 * @param meaning what a number stands for
 * @param mapping the long form
 * @param <T> what both are read into
 */
record NumberOrMapping<T>(NumberShape number, DoubleFunction<T> meaning, MappingShape<T> mapping) implements Shape<T> {

    @Override
    public @Nullable T read(String subject, Node node, Problems problems) {
        if (node instanceof MappingNode) {
            return mapping.read(subject, node, problems);
        }
        Double value = number.read(subject, node, problems);
        return value == null ? null : meaning.apply(value);
    }

    @Override
    public String expected() {
        return number.expected() + ", or " + mapping.expected();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(number.schema(), mapping.schema()));
        return schema;
    }
}
