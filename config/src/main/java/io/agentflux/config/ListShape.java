package io.agentflux.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A list of at least one item, each with a name of its own.
 *
 * @param kind what an item is, such as "scenario"
 * @param item the shape of each item
 * @param name the name of an item
 * @param <T> what an item is read into
 */
record ListShape<T>(String kind, Shape<T> item, Function<T, String> name) implements Shape<List<T>> {

    @Override
    public @Nullable List<T> read(String subject, Node node, Problems problems) {
        if (!(node instanceof SequenceNode sequence)) {
            problems.addWrong(node, subject, expected());
            return null;
        }
        if (sequence.getValue().isEmpty()) {
            problems.add(node, subject + " is an empty list; give " + expected());
            return null;
        }
        List<T> items = new ArrayList<>();
        Map<String, Node> named = new HashMap<>();
        boolean complete = true;
        for (Node child : sequence.getValue()) {
            T value = item.read("a " + kind, child, problems);
            if (value == null) {
                complete = false;
                continue;
            }
            Node first = named.putIfAbsent(name.apply(value), child);
            if (first != null) {
                problems.add(
                        child,
                        "two of the " + subject.replace("'", "") + " are called "
                                + Nodes.quote(name.apply(value)) + ", the first on line " + line(first)
                                + "; give this one another 'name' or remove it");
                complete = false;
            }
            items.add(value);
        }
        return complete ? items : null;
    }

    private static int line(Node node) {
        return node.getStartMark().orElseThrow().getLine() + 1;
    }

    @Override
    public String expected() {
        return "a list of at least one " + kind;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("minItems", 1);
        schema.put("items", item.schema());
        return schema;
    }
}
