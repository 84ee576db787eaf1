package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** How a scenario is written: the name of one of the library, or a map that extends one. */
final class ScenarioShapes {

    private final Map<String, Vocabulary.Scenario> library = new LinkedHashMap<>();
    private final ChoiceShape<Vocabulary.Scenario> libraryScenario;
    private final List<ConstantKeys> constants;

    private final Key<Vocabulary.Scenario> base;
    private final Key<String> name = Key.optional(
            "name",
            "Its name in the results; the name of the scenario it extends where none is given.",
            Names.LOWER_CASE);
    private final Key<Map<String, Double>> params;
    private final Key<Double> people = Key.optional(
            "people", "People per variant, instead of the tournament's.", new NumberShape(ScenarioSpec.PEOPLE));
    private final Key<Double> days = Key.optional(
            "days", "How long the strategies act, instead of the tournament's.", new NumberShape(ScenarioSpec.DAYS));
    private final Key<Double> washoutDays = Key.optional(
            "washout-days",
            "How long scoring goes on under the default economy, instead of the tournament's.",
            new NumberShape(ScenarioSpec.WASHOUT_DAYS));

    ScenarioShapes(Vocabulary vocabulary) {
        vocabulary.scenarios().forEach(scenario -> library.put(scenario.name(), scenario));
        this.libraryScenario = new ChoiceShape<>("scenario", library);
        this.constants = vocabulary.constants().stream().map(ConstantKeys::of).toList();
        this.base = Key.required("extends", "The scenario of the library that it is like.", libraryScenario);
        this.params =
                Key.optional("params", "Constants of behaviour that differ, by name.", constantsShape(), Map.of());
    }

    /** A scenario as it is written; what it leaves open is the tournament's or its base's. */
    record Draft(
            String name,
            Vocabulary.Scenario base,
            Map<String, Double> constants,
            Optional<Double> people,
            Optional<Double> days,
            Optional<Double> washoutDays) {

        ScenarioSpec resolve(
                Optional<Double> tournamentPeople,
                Optional<Double> tournamentDays,
                Optional<Double> tournamentWashoutDays) {
            return new ScenarioSpec(
                    name,
                    base.name(),
                    constants,
                    first(people, tournamentPeople, base.people()),
                    first(days, tournamentDays, base.days()),
                    first(washoutDays, tournamentWashoutDays, base.washoutDays()));
        }

        private static int first(Optional<Double> own, Optional<Double> tournament, int fallback) {
            return own.or(() -> tournament).map(Double::intValue).orElse(fallback);
        }
    }

    Shape<Draft> scenario() {
        return new WordOrMapping<>(
                new LibraryScenario(),
                MappingShape.of(List.of(base, name, params, people, days, washoutDays), this::build)
                        .withHint(this::hintForConstant));
    }

    private @Nullable Draft build(Values values, Problems problems) {
        Optional<String> ownName = values.find(name);
        Optional<Vocabulary.Scenario> extended = values.find(base);
        boolean taken = ownName.filter(library::containsKey).isPresent();
        if (taken
                && extended.filter(scenario -> !scenario.name().equals(ownName.get()))
                        .isPresent()) {
            problems.add(
                    values.node(name).orElseThrow(),
                    Nodes.quote(ownName.get()) + " is a scenario of the library, but this one extends "
                            + Nodes.quote(extended.get().name()) + "; choose another 'name'");
            return null;
        }
        if (!values.complete()) {
            return null;
        }
        return new Draft(
                ownName.orElse(extended.orElseThrow().name()),
                extended.get(),
                values.get(params),
                values.find(people),
                values.find(days),
                values.find(washoutDays));
    }

    /** The two names of a constant. */
    private record ConstantKeys(Key<Double> byName, Key<Double> bySymbol) {

        static ConstantKeys of(Vocabulary.Constant constant) {
            NumberShape shape = new NumberShape(Range.of(constant.minimum(), constant.maximum(), ""));
            return new ConstantKeys(
                    Key.optional(constant.name(), constant.description(), shape),
                    Key.optional(constant.symbol(), constant.description(), shape));
        }

        Stream<Key<Double>> keys() {
            return Stream.of(byName, bySymbol);
        }

        void readInto(Map<String, Double> given, Values values, Problems problems) {
            keys().flatMap(key -> values.find(key).stream()).forEach(value -> given.put(byName.name(), value));
            if (values.node(byName).isPresent()) {
                values.node(bySymbol)
                        .ifPresent(node -> problems.add(
                                node,
                                "'" + bySymbol.name() + "' is the symbol of '" + byName.name()
                                        + "', which is given too; remove one of them"));
            }
        }
    }

    private Stream<Key<Double>> constantKeys() {
        return constants.stream().flatMap(ConstantKeys::keys);
    }

    private Optional<String> hintForConstant(String key) {
        return constantKeys().anyMatch(constant -> constant.name().equals(key))
                ? Optional.of("it is a constant of behaviour and belongs under 'params'")
                : Optional.empty();
    }

    private MappingShape<Map<String, Double>> constantsShape() {
        return MappingShape.<Map<String, Double>>of(constantKeys().toList(), (values, problems) -> {
                    Map<String, Double> given = new LinkedHashMap<>();
                    constants.forEach(constant -> constant.readInto(given, values, problems));
                    return given;
                })
                .whoseKeysAre("constant", "");
    }

    static Object toTree(ScenarioSpec spec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", spec.name());
        tree.put("extends", spec.base());
        tree.put("params", spec.constants());
        tree.put("people", spec.people());
        tree.put("days", spec.days());
        tree.put("washout-days", spec.washoutDays());
        return tree;
    }

    private final class LibraryScenario implements Shape<Draft> {

        @Override
        public @Nullable Draft read(String subject, Node node, Problems problems) {
            Vocabulary.Scenario scenario = libraryScenario.read(subject, node, problems);
            return scenario == null
                    ? null
                    : new Draft(
                            scenario.name(), scenario, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        @Override
        public String expected() {
            return libraryScenario.expected();
        }

        @Override
        public Map<String, Object> schema() {
            return libraryScenario.schema();
        }
    }
}
