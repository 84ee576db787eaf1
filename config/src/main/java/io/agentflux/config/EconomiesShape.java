package io.agentflux.config;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.strategy.StrategyParameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Economies to choose from: the word of a ready set, or a map from names to values.
 *
 * @param parameter the parameter of the strategy that takes them
 */
record EconomiesShape(StrategyParameter.Economies parameter) implements Shape<Object> {

    private static final MappingShape<Map<EconomyParameter, Double>> VALUES = EconomyShape.values();

    private ChoiceShape<String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        parameter.choices().forEach(word -> words.put(word, word));
        return new ChoiceShape<>(parameter.name(), words);
    }

    @Override
    public @Nullable Object read(String subject, Node node, Problems problems) {
        if (node instanceof MappingNode mapping) {
            return own(subject, mapping, problems);
        }
        if (Nodes.isText(node)) {
            return words().read(subject, node, problems);
        }
        problems.addWrong(node, subject, expected());
        return null;
    }

    private static @Nullable Object own(String subject, MappingNode mapping, Problems problems) {
        Map<String, Map<String, Double>> own = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = Nodes.text(tuple.getKeyNode());
            Map<EconomyParameter, Double> values = VALUES.read(Nodes.quote(name), tuple.getValueNode(), problems);
            if (values == null) {
                return null;
            }
            if (values.isEmpty()) {
                problems.add(tuple.getValueNode(), Nodes.quote(name) + " sets nothing; give " + VALUES.expected());
                return null;
            }
            own.put(name, Collections.unmodifiableMap(EconomyParameter.byWireName(values)));
        }
        if (own.size() < StrategyParameter.Economies.FEWEST) {
            problems.add(mapping, subject + " leaves no choice; give at least two economies");
            return null;
        }
        return Collections.unmodifiableMap(own);
    }

    @Override
    public String expected() {
        return words().expected() + ", or a map of economies by name";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> values = VALUES.schema();
        values.put("minProperties", 1);
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("type", "object");
        own.put("minProperties", StrategyParameter.Economies.FEWEST);
        own.put("additionalProperties", values);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(words().schema(), own));
        return schema;
    }
}
