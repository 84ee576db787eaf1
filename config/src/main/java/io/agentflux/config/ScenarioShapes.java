package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import io.agentflux.config.ScenarioChanges.DrawnConstant;
import io.agentflux.sandbox.population.BehaviourConstant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** How a scenario is written: the name of one of the library, or a map that extends one. */
final class ScenarioShapes {

    private final Map<String, Vocabulary.Scenario> library = new LinkedHashMap<>();
    private final ChoiceShape<Vocabulary.Scenario> libraryScenario;
    private final ConstantShapes constants;

    private final Key<Vocabulary.Scenario> base;
    private final Key<String> name = Key.optional(
            "name",
            "Its name in the results; the name of the scenario it extends where none is given.",
            Names.LOWER_CASE);
    private final Key<Map<String, DrawnConstant>> params;
    private final Key<Map<String, Map<String, Double>>> segments;
    private final Key<List<EventSpec>> events;
    private final Key<Double> people = Key.optional(
            "people", "People per variant, instead of the tournament's.", new NumberShape(ScenarioSpec.PEOPLE));
    private final Key<Double> days = Key.optional(
            "days", "How long the strategies act, instead of the tournament's.", new NumberShape(ScenarioSpec.DAYS));
    private final Key<Double> washoutDays = Key.optional(
            "washout-days",
            "How long scoring goes on under the default economy, instead of the tournament's.",
            new NumberShape(ScenarioSpec.WASHOUT_DAYS));

    private static final Key<Double> BURN_IN_DAYS = Key.optional(
            "burn-in-days",
            "Days under the default economy before the first day; the scenario's own number where none is given.",
            new NumberShape(ScenarioChanges.BURN_IN_DAYS));
    private static final Key<Double> ARRIVALS_PER_DAY = Key.optional(
            "arrivals-per-day",
            "Mean number of newcomers on each day, as a share of the people at the start.",
            new NumberShape(ScenarioChanges.ARRIVALS_PER_DAY));
    private static final Key<Double> SITES = Key.optional(
            "sites",
            "How many sites people belong to. From 2 on, the design split assigns whole sites and compares sites.",
            new NumberShape(ScenarioChanges.SITES));
    private static final Key<Boolean> LEADERBOARD = Key.optional(
            "leaderboard",
            "Whose activity pulls people where social-pull is above 0: own, that of their variant; shared, that of all"
                    + " variants, which couples them.",
            new ChoiceShape<>("leaderboard", leaderboards()),
            false);

    private static Map<String, Boolean> leaderboards() {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("own", false);
        words.put("shared", true);
        return words;
    }

    ScenarioShapes(Vocabulary vocabulary) {
        vocabulary.scenarios().forEach(scenario -> library.put(scenario.name(), scenario));
        this.libraryScenario = new ChoiceShape<>("scenario", library);
        this.constants = new ConstantShapes(vocabulary);
        this.base = Key.required("extends", "The scenario of the library that it is like.", libraryScenario);
        this.params = Key.optional(
                "params",
                "Constants of behaviour that differ, by name: a value, or a range to draw from in each world.",
                constants.ofScenario(),
                Map.of());
        this.segments = Key.optional(
                "segments", "What differs in kinds of people.", SegmentShapes.of(segmentNames()), Map.of());
        this.events = Key.optional(
                "events",
                "Everything that happens on its own, instead of that of the scenario it extends.",
                new EventShapes(constants));
    }

    private Set<String> segmentNames() {
        Set<String> names = new LinkedHashSet<>();
        library.values().forEach(scenario -> names.addAll(scenario.segments().keySet()));
        return names;
    }

    /** A scenario as it is written; what it leaves open is the tournament's or its base's. */
    record Draft(
            String name,
            Vocabulary.Scenario base,
            Map<String, Double> constants,
            Optional<Double> people,
            Optional<Double> days,
            Optional<Double> washoutDays,
            ScenarioChanges changes) {

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
                    first(washoutDays, tournamentWashoutDays, base.washoutDays()),
                    changes);
        }

        private static int first(Optional<Double> own, Optional<Double> tournament, int fallback) {
            return own.or(() -> tournament).map(Double::intValue).orElse(fallback);
        }
    }

    Shape<Draft> scenario() {
        return new WordOrMapping<>(
                new LibraryScenario(),
                MappingShape.of(
                                List.of(
                                        base,
                                        name,
                                        params,
                                        people,
                                        days,
                                        washoutDays,
                                        BURN_IN_DAYS,
                                        ARRIVALS_PER_DAY,
                                        SITES,
                                        LEADERBOARD,
                                        segments,
                                        events),
                                this::build)
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
        boolean addsUp = addsUp(extended.orElseThrow(), values, problems);
        boolean isSocial = isSocial(values, problems);
        if (!addsUp || !isSocial) {
            return null;
        }
        Map<String, Double> fixed = new LinkedHashMap<>();
        Map<String, DrawnConstant> drawn = new LinkedHashMap<>();
        values.get(params).forEach((constant, range) -> {
            if (range.from() == range.to()) {
                fixed.put(constant, range.from());
            } else {
                drawn.put(constant, range);
            }
        });
        return new Draft(
                ownName.orElse(extended.get().name()),
                extended.get(),
                fixed,
                values.find(people),
                values.find(days),
                values.find(washoutDays),
                changes(drawn, values));
    }

    /** Whether the kinds of people, those not named included, are everybody. */
    private boolean addsUp(Vocabulary.Scenario extended, Values values, Problems problems) {
        Map<String, Map<String, Double>> given = values.get(segments);
        if (given.isEmpty()) {
            return true;
        }
        Node node = values.node(segments).orElseThrow();
        if (extended.segments().isEmpty()) {
            problems.add(
                    node,
                    "scenario " + Nodes.quote(extended.name())
                            + " has kinds of people of its own in each organisation; remove 'segments'");
            return false;
        }
        double sum = 0;
        for (Map.Entry<String, Double> segment : extended.segments().entrySet()) {
            sum += given.getOrDefault(segment.getKey(), Map.of()).getOrDefault(SegmentShapes.SHARE, segment.getValue());
        }
        if (Math.abs(sum - 1) <= 1e-9) {
            return true;
        }
        problems.add(
                node,
                "the shares of all kinds of people add up to "
                        + CanonicalJson.number(Math.rint(sum * 1e6) / 1e6)
                        + ", those not named here being as in " + Nodes.quote(extended.name())
                        + "; make it 1");
        return false;
    }

    /** A leaderboard that nobody looks at would do nothing without saying so. */
    private boolean isSocial(Values values, Problems problems) {
        String pull = BehaviourConstant.SOCIAL_PULL.key();
        boolean pulled = values.get(params).containsKey(pull)
                || values.find(events).orElse(List.of()).stream()
                        .anyMatch(event -> event instanceof EventSpec.Change change
                                && change.constants().containsKey(pull));
        if (!values.get(LEADERBOARD) || pulled) {
            return true;
        }
        problems.add(
                values.node(LEADERBOARD).orElseThrow(),
                "a shared leaderboard does nothing while '" + pull
                        + "' is 0; give it a value under 'params', such as 0.2");
        return false;
    }

    private Optional<String> hintForConstant(String key) {
        return constants.isName(key)
                ? Optional.of("it is a constant of behaviour and belongs under 'params'")
                : Optional.empty();
    }

    private ScenarioChanges changes(Map<String, DrawnConstant> drawn, Values values) {
        return new ScenarioChanges(
                drawn,
                values.get(segments),
                values.find(BURN_IN_DAYS).map(Double::intValue),
                values.find(ARRIVALS_PER_DAY),
                values.find(SITES).map(Double::intValue),
                values.get(LEADERBOARD),
                values.find(events));
    }

    static Object toTree(ScenarioSpec spec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", spec.name());
        tree.put("extends", spec.base());
        Map<String, Object> params = new TreeMap<>(spec.constants());
        spec.changes().drawn().forEach((constant, range) -> params.put(constant, toTree(range)));
        tree.put("params", params);
        tree.put("people", spec.people());
        tree.put("days", spec.days());
        tree.put("washout-days", spec.washoutDays());
        addTo(tree, spec.changes());
        return tree;
    }

    private static Map<String, Object> toTree(DrawnConstant range) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("from", range.from());
        tree.put("to", range.to());
        return tree;
    }

    /** What is as in the scenario extended is left out, as are constants. */
    private static void addTo(Map<String, Object> tree, ScenarioChanges changes) {
        changes.burnInDays().ifPresent(days -> tree.put(BURN_IN_DAYS.name(), days));
        changes.arrivalsPerDay().ifPresent(share -> tree.put(ARRIVALS_PER_DAY.name(), share));
        changes.sites().ifPresent(number -> tree.put(SITES.name(), number));
        if (changes.isLeaderboardShared()) {
            tree.put(LEADERBOARD.name(), "shared");
        }
        if (!changes.segments().isEmpty()) {
            tree.put("segments", changes.segments());
        }
        changes.events().ifPresent(events -> tree.put("events", EventShapes.toTree(events)));
    }

    private final class LibraryScenario implements Shape<Draft> {

        @Override
        public @Nullable Draft read(String subject, Node node, Problems problems) {
            Vocabulary.Scenario scenario = libraryScenario.read(subject, node, problems);
            return scenario == null
                    ? null
                    : new Draft(
                            scenario.name(),
                            scenario,
                            Map.of(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            ScenarioChanges.none());
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
