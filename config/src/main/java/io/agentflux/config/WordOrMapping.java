package io.agentflux.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A single word for the common case, or a map of keys for everything that can be said.
 *
 * @param word the short form
 * @param mapping the long form
 * @param <T> what both are read into
 */
record WordOrMapping<T>(Shape<T> word, MappingShape<T> mapping) implements Shape<T> {

    @Override
    public @Nullable T read(String subject, Node node, Problems problems) {
        if (node instanceof MappingNode) {
            return mapping.read(subject, node, problems);
        }
        if (Nodes.isText(node)) {
            return word.read(subject, node, problems);
        }
        problems.addWrong(node, subject, expected());
        return null;
    }

    @Override
    public String expected() {
        return word.expected() + ", or " + mapping.expected();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(word.schema(), mapping.schema()));
        return schema;
    }
}
