package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.guardrail.ExtraParameter.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The keys of a parameter that an experiment declares beside the ten, and the values with which a variant begins. */
final class ParameterShape {

    private static final NumberShape VALUE = new NumberShape(EconomyShape.POINTS);

    private static final Key<String> NAME =
            Key.required("name", "Its name on the wire, such as dailyXpCap.", TextShape.free());
    private static final Key<Kind> KIND = Key.optional(
            "kind",
            "integer: whole numbers; number: any numbers; boolean: 0 for no or 1 for yes.",
            new ChoiceShape<>("kind", kinds()),
            Kind.INTEGER);
    private static final Key<Double> DEFAULT =
            Key.required("default", "The value where a variant does not begin with another one.", VALUE);
    private static final Key<Double> LEAST = Key.optional("least", "The lowest value.", VALUE, 0.0);
    private static final Key<Double> MOST =
            Key.optional("most", "The highest value; needed unless it is boolean.", VALUE);
    private static final Key<String> DESCRIPTION =
            Key.optional("description", "What it is, for people.", TextShape.free(), "");

    private ParameterShape() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT), kind);
        }
        return kinds;
    }

    /** The declarations. */
    static Shape<List<ExtraParameter>> list() {
        return new ListShape<>(
                "parameter",
                MappingShape.of(List.of(NAME, KIND, DEFAULT, LEAST, MOST, DESCRIPTION), ParameterShape::parameter),
                ExtraParameter::name);
    }

    private static @Nullable ExtraParameter parameter(Values values, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        Node name = values.node(NAME).orElseThrow();
        Kind kind = values.get(KIND);
        if (kind != Kind.BOOLEAN && values.find(MOST).isEmpty()) {
            problems.add(
                    name, "the parameter " + Nodes.quote(values.get(NAME)) + " has no 'most'; give its highest value");
            return null;
        }
        try {
            Bounds range = new Bounds(values.get(LEAST), values.find(MOST).orElse(1.0));
            return new ExtraParameter(values.get(NAME), kind, values.get(DEFAULT), range, values.get(DESCRIPTION));
        } catch (IllegalArgumentException impossible) {
            problems.add(name, String.valueOf(impossible.getMessage()));
            return null;
        }
    }

    /**
     * With what a variant begins.
     *
     * @param value the value
     * @param key where its name stands
     */
    record Given(double value, Node key) {}

    /** Values by name. Which names there are is known only when the whole experiment is read. */
    static Shape<Map<String, Given>> values() {
        return new Shape<>() {
            @Override
            public @Nullable Map<String, Given> read(String subject, Node node, Problems problems) {
                if (!(node instanceof MappingNode mapping)) {
                    problems.addWrong(node, subject, expected());
                    return null;
                }
                Map<String, Given> given = new LinkedHashMap<>();
                boolean complete = true;
                for (NodeTuple tuple : mapping.getValue()) {
                    String name = Nodes.text(tuple.getKeyNode());
                    Double value = VALUE.read(Nodes.quote(name), tuple.getValueNode(), problems);
                    if (value == null) {
                        complete = false;
                    } else {
                        given.put(name, new Given(value, tuple.getKeyNode()));
                    }
                }
                return complete ? given : null;
            }

            @Override
            public String expected() {
                return "values of parameters that the experiment declares";
            }

            @Override
            public Map<String, Object> schema() {
                Map<String, Object> schema = new LinkedHashMap<>();
                schema.put("type", "object");
                schema.put("additionalProperties", VALUE.schema());
                return schema;
            }
        };
    }

    /** The values that are given, or null if one of them is of no declared parameter, or none that it can have. */
    static @Nullable Map<String, Double> checked(
            Map<String, Given> given, List<ExtraParameter> declared, Problems problems) {
        Map<String, Double> values = new LinkedHashMap<>();
        given.forEach((name, value) -> declared.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        parameter -> {
                            try {
                                parameter.require(value.value());
                                values.put(name, value.value());
                            } catch (IllegalArgumentException impossible) {
                                problems.add(value.key(), String.valueOf(impossible.getMessage()));
                            }
                        },
                        () -> problems.add(
                                value.key(),
                                Suggestions.unknown(
                                        "parameter",
                                        name,
                                        " of this experiment",
                                        declared.stream()
                                                .map(ExtraParameter::name)
                                                .toList()))));
        return values.size() == given.size() ? values : null;
    }
}
