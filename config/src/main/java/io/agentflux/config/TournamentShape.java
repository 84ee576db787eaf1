package io.agentflux.config;

import io.agentflux.arena.Metric;
import io.agentflux.config.MappingShape.Values;
import io.agentflux.guardrail.GuardrailLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of a tournament file: what each means, what it may be, and what holds without it. */
final class TournamentShape {

    private static final GuardrailLimits DEFAULT_GUARDRAILS = new GuardrailLimits(Duration.ofDays(1), 50);

    // what a platform with real people may set, so that a strategy that wins here can act there
    private static final Range.OfDuration UPDATE_INTERVAL =
            new Range.OfDuration(GuardrailLimits.SHORTEST_UPDATE_INTERVAL, GuardrailLimits.LONGEST_UPDATE_INTERVAL);
    private static final Range DELTA_LIMIT = Range.of(GuardrailLimits.SMALLEST_DELTA_LIMIT_PERCENT, 100, "percent");

    private static final Key<Duration> INTERVAL = Key.optional(
            "update-interval",
            "The least time between two accepted updates of one agent, from 5m to 1d.",
            new DurationShape(UPDATE_INTERVAL),
            DEFAULT_GUARDRAILS.updateInterval());
    private static final Key<Double> DELTA_LIMIT_PERCENT = Key.optional(
            "delta-limit-percent",
            "How far one update may move a parameter, in percent of its current value.",
            new NumberShape(DELTA_LIMIT),
            DEFAULT_GUARDRAILS.deltaLimitPercent());

    private static final Key<Map<Metric, Double>> WEIGHTS = Key.optional(
            "weights",
            "How much each metric counts; they replace the default weights, and a metric left out does not count.",
            metrics("Its weight.", ObjectiveSpec.WEIGHT),
            ObjectiveSpec.ofDefaults().weights());
    private static final Key<Map<Metric, Double>> TARGETS = Key.optional(
            "targets",
            "The value of each metric that counts as reached; a metric left out has its default target.",
            metrics("Its target, in its own unit.", ObjectiveSpec.TARGET),
            ObjectiveSpec.ofDefaults().targets());
    private static final Key<Double> INFLATION_PENALTY = Key.optional(
            "inflation-penalty",
            "What is charged for each multiple of the XP_VELOCITY target that is paid out beyond it.",
            new NumberShape(ObjectiveSpec.INFLATION_PENALTY),
            ObjectiveSpec.ofDefaults().inflationPenalty());

    private static final Key<String> NAME =
            Key.required("name", "Names the tournament and its results.", Names.LOWER_CASE);
    private static final Key<String> DESCRIPTION =
            Key.optional("description", "What the tournament is for.", TextShape.free(), "");
    private static final Key<Double> SEED = Key.optional(
            "seed",
            "Where all chance comes from: the same file and seed give the same bytes.",
            new NumberShape(TournamentSpec.SEED),
            1.0);
    private static final Key<Design> DESIGN = Key.optional(
            "design",
            "Whom the strategies meet. twin: each its own copy of the very same people, for judging;"
                    + " split: people assigned at random to the strategies and the control, as a live experiment does.",
            new ChoiceShape<>("design", words(Design.values())),
            Design.TWIN);
    private static final Key<Double> REPLICATIONS = Key.optional(
            "replications",
            "How many independent worlds are played per scenario.",
            new NumberShape(TournamentSpec.REPLICATIONS),
            20.0);
    private static final Key<Double> PEOPLE = Key.optional(
            "people",
            "People per variant; the scenario's own number where none is given.",
            new NumberShape(ScenarioSpec.PEOPLE));
    private static final Key<Double> DAYS = Key.optional(
            "days",
            "How many days the strategies act; the scenario's own number where none is given.",
            new NumberShape(ScenarioSpec.DAYS));
    private static final Key<Double> WASHOUT_DAYS = Key.optional(
            "washout-days",
            "How many days scoring goes on afterwards under the default economy, so that pumping at the end does not pay;"
                    + " the scenario's own number where none is given.",
            new NumberShape(ScenarioSpec.WASHOUT_DAYS));
    private static final Key<Double> WASHOUT_WEIGHT = Key.optional(
            "washout-weight",
            "How much the washout counts, relative to the days in which the strategies act.",
            new NumberShape(TournamentSpec.WASHOUT_WEIGHT),
            1.0);
    private static final Key<Duration> CADENCE = Key.optional(
            "cadence",
            "How often each agent observes and may act, such as 30m, 6h or 1d; at least 1m and not longer than the days.",
            new DurationShape(TournamentSpec.CADENCE),
            Duration.ofDays(1));
    private static final Key<GuardrailLimits> GUARDRAILS = Key.optional(
            "guardrails",
            "How often and how far an agent may change its economy. conservative: 2h, 15 %; standard: 1h, 50 %;"
                    + " aggressive: 5m, 80 %.",
            new WordOrMapping<>(
                    new ChoiceShape<>("guardrails preset", GuardrailShapes.limitPresets()),
                    MappingShape.of(List.of(INTERVAL, DELTA_LIMIT_PERCENT), TournamentShape::guardrails)));
    private static final Key<ObjectiveSpec> OBJECTIVE = Key.optional(
            "objective",
            "What is rewarded: the sum of weight * metric / target, less the inflation penalty.",
            MappingShape.of(List.of(WEIGHTS, TARGETS, INFLATION_PENALTY), TournamentShape::objective));
    private static final Key<Double> CONFIDENCE_LEVEL = Key.optional(
            "confidence-level", "The level of all intervals.", new NumberShape(TournamentSpec.CONFIDENCE_LEVEL), 0.95);

    private final Key<List<ScenarioShapes.Draft>> scenarios;
    private final Key<List<StrategySpec>> strategies;

    private TournamentShape(Vocabulary vocabulary) {
        this.scenarios = Key.required(
                "scenarios",
                "Whom the strategies play: scenarios of the library by name, or maps that extend one.",
                new ListShape<>("scenario", new ScenarioShapes(vocabulary).scenario(), ScenarioShapes.Draft::name));
        this.strategies = Key.required(
                "strategies",
                "Who competes with the control, which always plays and is not listed.",
                new ListShape<>(
                        "strategy", new StrategyShapes(vocabulary.strategies()).competitor(), StrategySpec::name));
    }

    static MappingShape<TournamentSpec> of(Vocabulary vocabulary) {
        TournamentShape shape = new TournamentShape(vocabulary);
        return MappingShape.of(
                List.of(
                        NAME,
                        DESCRIPTION,
                        SEED,
                        DESIGN,
                        REPLICATIONS,
                        PEOPLE,
                        DAYS,
                        WASHOUT_DAYS,
                        WASHOUT_WEIGHT,
                        CADENCE,
                        GUARDRAILS,
                        OBJECTIVE,
                        CONFIDENCE_LEVEL,
                        shape.scenarios,
                        shape.strategies),
                shape::tournament);
    }

    private @Nullable TournamentSpec tournament(Values values, Problems problems) {
        List<ScenarioSpec> resolved = values.find(scenarios).stream()
                .flatMap(List::stream)
                .map(draft -> draft.resolve(values.find(PEOPLE), values.find(DAYS), values.find(WASHOUT_DAYS)))
                .toList();
        if (!isCadenceShortEnough(values, resolved, problems)
                || !haveSitesEnough(values, resolved, problems)
                || !values.complete()) {
            return null;
        }
        return new TournamentSpec(
                values.get(NAME),
                values.get(DESCRIPTION),
                values.get(SEED).longValue(),
                values.get(DESIGN),
                values.get(REPLICATIONS).intValue(),
                values.get(CADENCE),
                values.find(GUARDRAILS).orElse(DEFAULT_GUARDRAILS),
                values.find(OBJECTIVE).orElse(ObjectiveSpec.ofDefaults()),
                values.get(WASHOUT_WEIGHT),
                values.get(CONFIDENCE_LEVEL),
                resolved,
                values.get(strategies));
    }

    private static boolean isCadenceShortEnough(Values values, List<ScenarioSpec> scenarios, Problems problems) {
        Optional<Duration> cadence = values.find(CADENCE);
        int days = scenarios.stream().mapToInt(ScenarioSpec::days).min().orElse(Integer.MAX_VALUE);
        if (cadence.isEmpty() || !TournamentSpec.isLongerThan(cadence.get(), days)) {
            return true;
        }
        values.node(CADENCE).ifPresent(node -> problems.add(node, TournamentSpec.cadenceTooLong(cadence.get(), days)));
        return false;
    }

    private boolean haveSitesEnough(Values values, List<ScenarioSpec> resolved, Problems problems) {
        Optional<Design> design = values.find(DESIGN);
        Optional<List<StrategySpec>> competitors = values.find(strategies);
        if (design.isEmpty() || competitors.isEmpty()) {
            return true;
        }
        int number = competitors.get().size();
        List<ScenarioSpec> tooSmall = resolved.stream()
                .filter(scenario -> TournamentSpec.hasTooFewSites(scenario, design.get(), number))
                .toList();
        tooSmall.forEach(scenario ->
                problems.add(values.node(scenarios).orElseThrow(), TournamentSpec.tooFewSites(scenario, number)));
        return tooSmall.isEmpty();
    }

    private static @Nullable GuardrailLimits guardrails(Values values, Problems problems) {
        return values.complete() ? new GuardrailLimits(values.get(INTERVAL), values.get(DELTA_LIMIT_PERCENT)) : null;
    }

    private static @Nullable ObjectiveSpec objective(Values values, Problems problems) {
        Optional<Map<Metric, Double>> weights = values.find(WEIGHTS);
        if (weights.isPresent() && ObjectiveSpec.sum(weights.get()) <= 0) {
            problems.add(
                    values.node(WEIGHTS).orElseThrow(),
                    "the weights sum to 0; give at least one metric a weight above 0");
            return null;
        }
        if (!values.complete()) {
            return null;
        }
        Map<Metric, Double> targets = new EnumMap<>(ObjectiveSpec.ofDefaults().targets());
        targets.putAll(values.get(TARGETS));
        return new ObjectiveSpec(values.get(WEIGHTS), targets, values.get(INFLATION_PENALTY));
    }

    private static MappingShape<Map<Metric, Double>> metrics(String description, Range range) {
        Map<Metric, Key<Double>> keys = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            keys.put(metric, Key.optional(metric.name(), description, new NumberShape(range)));
        }
        return MappingShape.<Map<Metric, Double>>of(List.copyOf(keys.values()), (values, problems) -> {
                    Map<Metric, Double> given = new EnumMap<>(Metric.class);
                    keys.forEach((metric, key) -> values.find(key).ifPresent(value -> given.put(metric, value)));
                    return given;
                })
                .whoseKeysAre("metric", "");
    }

    private static Map<String, Design> words(Design[] designs) {
        Map<String, Design> words = new LinkedHashMap<>();
        Arrays.stream(designs).forEach(design -> words.put(word(design), design));
        return words;
    }

    private static String word(Design design) {
        return design == Design.TWIN ? "twin" : "split";
    }

    /** The spec in the form of a tournament file, with every default written out. */
    static Map<String, Object> toTree(TournamentSpec spec) {
        Map<String, Object> guardrails = new LinkedHashMap<>();
        guardrails.put(INTERVAL.name(), DurationText.format(spec.guardrails().updateInterval()));
        guardrails.put(DELTA_LIMIT_PERCENT.name(), spec.guardrails().deltaLimitPercent());
        Map<String, Object> objective = new LinkedHashMap<>();
        objective.put(WEIGHTS.name(), spec.objective().weights());
        objective.put(TARGETS.name(), spec.objective().targets());
        objective.put(INFLATION_PENALTY.name(), spec.objective().inflationPenalty());

        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(NAME.name(), spec.name());
        tree.put(DESCRIPTION.name(), spec.description());
        tree.put(SEED.name(), spec.seed());
        tree.put(DESIGN.name(), word(spec.design()));
        tree.put(REPLICATIONS.name(), spec.replications());
        tree.put(WASHOUT_WEIGHT.name(), spec.washoutWeight());
        tree.put(CADENCE.name(), DurationText.format(spec.cadence()));
        tree.put(GUARDRAILS.name(), guardrails);
        tree.put(OBJECTIVE.name(), objective);
        tree.put(CONFIDENCE_LEVEL.name(), spec.confidenceLevel());
        tree.put(
                "scenarios",
                spec.scenarios().stream().map(ScenarioShapes::toTree).toList());
        tree.put(
                "strategies",
                spec.strategies().stream().map(StrategyShapes::toTree).toList());
        return tree;
    }
}
