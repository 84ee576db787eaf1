package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** How a competitor is written: the name of a strategy, or a map with its name in the ranking and its parameters. */
final class StrategyShapes {

    private static final String IDENTIFIER = "[A-Za-z_$][A-Za-z0-9_$]*";
    // a dot or a capital letter tells a class from a strategy of the catalogue
    private static final Pattern CLASS_NAME = Pattern.compile("(?=.*[.A-Z])" + IDENTIFIER + "(\\." + IDENTIFIER + ")*");

    private final StrategyCatalog catalog;
    private final Key<StrategyFactory> strategy;
    private final Key<String> name;
    private final Key<Node> with;

    StrategyShapes(StrategyCatalog catalog) {
        this.catalog = catalog;
        this.strategy = Key.required(
                "strategy",
                "Who decides: a strategy by its name, or a class on the class path by its full name.",
                new FactoryShape());
        this.name = Key.optional(
                "name",
                "Its name in the ranking; the name of the strategy where none is given. 'control' is taken.",
                Names.COMPETITOR);
        this.with = Key.optional(
                "with", "Parameters of the strategy; those left out have their defaults.", new AnyMapping());
    }

    Shape<StrategySpec> competitor() {
        return new WordOrMapping<>(
                new CompetitorByName(),
                MappingShape.of(List.of(strategy, name, with), this::build)
                        .withHint(this::hintForParameter)
                        .withRules(rules()));
    }

    private @Nullable StrategySpec build(Values values, Problems problems) {
        Optional<StrategyFactory> factory = values.find(strategy);
        Optional<String> ownName = values.find(name);
        boolean taken = ownName.filter(TournamentPlan.CONTROL::equals).isPresent();
        if (taken) {
            addControlTaken(values.node(name).orElseThrow(), problems);
        }
        if (factory.isEmpty()) {
            return null;
        }
        Optional<Node> given = values.find(with);
        Map<String, Object> settings = given.isPresent()
                ? parametersOf(factory.get()).read("'with'", given.get(), problems)
                : defaults(factory.get());
        if (settings == null || taken || !values.complete()) {
            return null;
        }
        Node node = values.node(strategy).orElseThrow();
        return competitor(
                ownName.orElse(factory.get().name()), factory.get(), node, settings, given.orElse(node), problems);
    }

    private static @Nullable StrategySpec competitor(
            String name,
            StrategyFactory factory,
            Node strategy,
            Map<String, Object> settings,
            Node blamed,
            Problems problems) {
        if (name.equals(TournamentPlan.CONTROL)) {
            addControlTaken(strategy, problems);
            return null;
        }
        try {
            // a trial: only the factory knows which settings go together
            factory.create(StrategySettings.of(factory.parameters(), settings), new SplittableRandom(0));
        } catch (RuntimeException | LinkageError refused) {
            problems.add(
                    blamed, "strategy '" + factory.name() + "' cannot be made with these settings: " + reason(refused));
            return null;
        }
        return new StrategySpec(name, Nodes.text(strategy), settings);
    }

    private static String reason(Throwable refused) {
        return refused instanceof IllegalArgumentException && refused.getMessage() != null
                ? refused.getMessage()
                : refused.toString();
    }

    private static void addControlTaken(Node node, Problems problems) {
        problems.add(
                node,
                "'control' is the name of the economy that nobody changes, which always plays; choose another 'name'");
    }

    private Optional<String> hintForParameter(String key) {
        return catalog.factories().stream()
                .filter(factory -> hasParameter(factory, key))
                .findFirst()
                .map(factory -> "it is a parameter of '" + factory.name() + "' and belongs under 'with'");
    }

    private static boolean hasParameter(StrategyFactory factory, String key) {
        return factory.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(key));
    }

    private static Map<String, Object> defaults(StrategyFactory factory) {
        return StrategySettings.ofDefaults(factory.parameters()).asMap();
    }

    private MappingShape<Map<String, Object>> parametersOf(StrategyFactory factory) {
        List<Key<?>> keys = new ArrayList<>();
        for (StrategyParameter parameter : factory.parameters()) {
            keys.add(key(parameter));
        }
        return MappingShape.<Map<String, Object>>of(keys, (values, problems) -> {
                    Map<String, Object> settings = new LinkedHashMap<>();
                    keys.forEach(key -> values.find(key).ifPresent(value -> settings.put(key.name(), value)));
                    return settings;
                })
                .whoseKeysAre("parameter", " of strategy '" + factory.name() + "'")
                .withHint(key -> hintForOtherStrategy(factory, key));
    }

    private Optional<String> hintForOtherStrategy(StrategyFactory chosen, String key) {
        List<String> known =
                chosen.parameters().stream().map(StrategyParameter::name).toList();
        return catalog.factories().stream()
                .filter(factory -> hasParameter(factory, key))
                .findFirst()
                .map(factory -> "it is one of '" + factory.name() + "'. Known: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
    }

    private static Key<?> key(StrategyParameter parameter) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            Range range = Range.of(quantity.minimum(), quantity.maximum(), "");
            return Key.optional(
                    quantity.name(), quantity.description(), new NumberShape(range), quantity.defaultValue());
        }
        if (parameter instanceof StrategyParameter.Economies economies) {
            return Key.optional(
                    economies.name(), economies.description(), new EconomiesShape(economies), economies.defaultValue());
        }
        StrategyParameter.Choice choice = (StrategyParameter.Choice) parameter;
        Map<String, String> words = new LinkedHashMap<>();
        choice.choices().forEach(word -> words.put(word, word));
        return Key.optional(
                choice.name(), choice.description(), new ChoiceShape<>(choice.name(), words), choice.defaultValue());
    }

    /** In JSON Schema: which parameters each known strategy has, and that nobody is called control. */
    private List<Map<String, Object>> rules() {
        List<Map<String, Object>> rules = new ArrayList<>();
        rules.add(Map.of("not", whereKeyIs(name.name(), TournamentPlan.CONTROL)));
        for (StrategyFactory factory : catalog.factories()) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("if", whereKeyIs(strategy.name(), factory.name()));
            rule.put(
                    "then",
                    Map.of(
                            "properties",
                            Map.of(with.name(), parametersOf(factory).schema())));
            rules.add(rule);
        }
        return rules;
    }

    private static Map<String, Object> whereKeyIs(String key, String value) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("properties", Map.of(key, Map.of("const", value)));
        condition.put("required", List.of(key));
        return condition;
    }

    static Object toTree(StrategySpec spec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", spec.name());
        tree.put("strategy", spec.strategy());
        tree.put("with", spec.settings());
        return tree;
    }

    private final class FactoryShape implements Shape<StrategyFactory> {

        @Override
        public @Nullable StrategyFactory read(String subject, Node node, Problems problems) {
            if (!Nodes.isText(node)) {
                problems.addWrong(node, subject, expected());
                return null;
            }
            String given = Nodes.text(node);
            if (given.equals(TournamentPlan.CONTROL)) {
                problems.add(node, "'control' always plays and is not listed; remove it");
                return null;
            }
            try {
                Optional<StrategyFactory> factory = catalog.find(given);
                if (factory.isPresent()) {
                    // a factory of somebody else's may fail here rather than later
                    defaults(factory.get());
                    return factory.get();
                }
                problems.add(node, Suggestions.unknown("strategy", given, names()));
            } catch (RuntimeException | LinkageError unusable) {
                problems.add(
                        node,
                        CLASS_NAME.matcher(given).matches()
                                        && Suggestions.closest(given, names()).isEmpty()
                                ? reason(unusable)
                                : Suggestions.unknown("strategy", given, names()));
            }
            return null;
        }

        private List<String> names() {
            return catalog.factories().stream().map(StrategyFactory::name).toList();
        }

        @Override
        public String expected() {
            return "the name of a strategy or of a class";
        }

        @Override
        public Map<String, Object> schema() {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "string");
            schema.put("anyOf", List.of(Map.of("enum", names()), Map.of("pattern", "^" + CLASS_NAME + "$")));
            return schema;
        }
    }

    private final class CompetitorByName implements Shape<StrategySpec> {

        @Override
        public @Nullable StrategySpec read(String subject, Node node, Problems problems) {
            StrategyFactory factory = strategy.shape().read(subject, node, problems);
            return factory == null
                    ? null
                    : StrategyShapes.competitor(factory.name(), factory, node, defaults(factory), node, problems);
        }

        @Override
        public String expected() {
            return strategy.shape().expected();
        }

        @Override
        public Map<String, Object> schema() {
            return strategy.shape().schema();
        }
    }

    /** A map whose keys are known only when the strategy is. */
    private static final class AnyMapping implements Shape<Node> {

        @Override
        public @Nullable Node read(String subject, Node node, Problems problems) {
            if (node instanceof MappingNode) {
                return node;
            }
            problems.addWrong(node, subject, expected());
            return null;
        }

        @Override
        public String expected() {
            return "a map of parameters";
        }

        @Override
        public Map<String, Object> schema() {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            return schema;
        }
    }
}
