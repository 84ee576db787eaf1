package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import io.agentflux.config.ScenarioChanges.DrawnConstant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** How constants of behaviour are written: by name or symbol, as a value or, for a whole scenario, as a range to draw from. */
final class ConstantShapes {

    private final List<Vocabulary.Constant> constants;

    ConstantShapes(Vocabulary vocabulary) {
        this.constants = vocabulary.constants();
    }

    boolean isName(String key) {
        return constants.stream()
                .anyMatch(constant ->
                        constant.name().equals(key) || constant.symbol().equals(key));
    }

    /** Values or ranges of a whole scenario; a value is a range of no width. */
    MappingShape<Map<String, DrawnConstant>> ofScenario() {
        return shape(ConstantShapes::valueOrRange, (constant, given, problems) -> {});
    }

    /** Values that hold from a day on. */
    MappingShape<Map<String, Double>> ofChange() {
        return shape(ConstantShapes::value, (constant, given, problems) -> {
            if (constant.isTrait()) {
                given.ifPresent(node -> problems.add(
                        node,
                        "'" + constant.name() + "' says who people are, which is settled before the first day; set it"
                                + " under the 'params' of the scenario"));
            }
        });
    }

    private static NumberShape value(Vocabulary.Constant constant) {
        return new NumberShape(Range.of(constant.minimum(), constant.maximum(), ""));
    }

    private static NumberOrMapping<DrawnConstant> valueOrRange(Vocabulary.Constant constant) {
        Key<Double> from = Key.required("from", "The smallest value.", value(constant));
        Key<Double> to = Key.required("to", "The largest value.", value(constant));
        return new NumberOrMapping<>(
                value(constant),
                number -> new DrawnConstant(number, number),
                MappingShape.of(List.of(from, to), (values, problems) -> range(values, from, to, problems)));
    }

    private static @Nullable DrawnConstant range(Values values, Key<Double> from, Key<Double> to, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        if (values.get(from) > values.get(to)) {
            problems.add(values.node(from).orElseThrow(), DrawnConstant.backwards(values.get(from), values.get(to)));
            return null;
        }
        return new DrawnConstant(values.get(from), values.get(to));
    }

    private interface Check {
        void of(Vocabulary.Constant constant, Given given, Problems problems);
    }

    private record Given(Values values, Key<?> byName, Key<?> bySymbol) {

        void ifPresent(Consumer<Node> action) {
            values.node(byName).or(() -> values.node(bySymbol)).ifPresent(action);
        }
    }

    /** The two names of a constant. */
    private record Keys<T>(Vocabulary.Constant constant, Key<T> byName, Key<T> bySymbol) {

        Stream<Key<T>> both() {
            return Stream.of(byName, bySymbol);
        }

        void readInto(Map<String, T> given, Values values, Problems problems, Check check) {
            both().flatMap(key -> values.find(key).stream()).forEach(value -> given.put(byName.name(), value));
            if (values.node(byName).isPresent()) {
                values.node(bySymbol)
                        .ifPresent(node -> problems.add(
                                node,
                                "'" + bySymbol.name() + "' is the symbol of '" + byName.name()
                                        + "', which is given too; remove one of them"));
            }
            check.of(constant, new Given(values, byName, bySymbol), problems);
        }
    }

    private <T> MappingShape<Map<String, T>> shape(Function<Vocabulary.Constant, Shape<T>> shape, Check check) {
        List<Keys<T>> keys = constants.stream()
                .map(constant -> new Keys<>(
                        constant,
                        Key.optional(constant.name(), constant.description(), shape.apply(constant)),
                        Key.optional(constant.symbol(), constant.description(), shape.apply(constant))))
                .toList();
        return MappingShape.<Map<String, T>>of(keys.stream().flatMap(Keys::both).toList(), (values, problems) -> {
                    Map<String, T> given = new LinkedHashMap<>();
                    keys.forEach(both -> both.readInto(given, values, problems, check));
                    return given;
                })
                .whoseKeysAre("constant", "");
    }
}
