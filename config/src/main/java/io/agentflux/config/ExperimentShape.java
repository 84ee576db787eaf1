package io.agentflux.config;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.config.GuardrailShapes.Guardrails;
import io.agentflux.config.MappingShape.Values;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.HealthLimits;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.metrics.ExtraMetrics;
import io.agentflux.sandbox.population.ScenarioLibrary;
import io.agentflux.sandbox.progress.Reward;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of an experiment file: what each means, what it may be, and what holds without it. */
final class ExperimentShape {

    static final String VARIANTS_KEY = "variants";

    private static final TextShape TITLE =
            new TextShape("a name of up to 100 characters", Pattern.compile("\\S(?:.*\\S)?"), 100);
    private static final TextShape ID = new TextShape(
            "letters, digits, dashes and underscores, such as exp_spring",
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*"),
            64);
    private static final String NO_ID = "has no letters or digits to make an id of; give an 'id'";

    private static final Key<String> NAME = Key.required("name", "What people call the experiment.", TITLE);
    private static final Key<String> EXPERIMENT_ID =
            Key.optional("id", "Its id, unique in the arena; made of the name where none is given.", ID);
    private static final Key<String> TENANT = Key.optional(
            "tenant", "Who it belongs to; a tenant has an economy of its own.", ID, ExperimentSpec.DEFAULT_TENANT);
    private static final Key<String> HYPOTHESIS =
            Key.optional("hypothesis", "What it is to find out.", TextShape.free(), "");
    private static final Key<Metric> PRIMARY_METRIC = Key.optional(
            "primary-metric",
            "What decides which variant is better.",
            new ChoiceShape<>("metric", byName(Metric.values(), Metric::name)),
            Metric.SCAN_FREQUENCY);
    private static final Key<Map<EconomyParameter, Double>> ECONOMY = Key.optional(
            "economy",
            "What all variants start with where it differs from the tenant's economy.",
            EconomyShape.values(),
            Map.of());
    private static final Key<Guardrails> GUARDRAILS = Key.optional(
            "guardrails",
            "What agents may do, unless their variant says otherwise. conservative: 2h, 15 %; standard: 1h, 50 %;"
                    + " aggressive: 5m, 80 %.",
            GuardrailShapes.guardrails());
    private static final Key<Boolean> AGENT_MODE = Key.optional(
            "agent-mode",
            "on: variants that do not say their role may be changed by an agent; off: they keep the economy that they start with.",
            new ChoiceShape<>("agent mode", GuardrailShapes.choices("on", true, "off", false)),
            true);
    private static final Key<Instant> START =
            Key.optional("start", "When it starts by itself, once it is recruiting.", new InstantShape());
    private static final Key<Duration> DAY = Key.optional(
            "day",
            "How long a day of the people lasts.",
            new DurationShape(new Range.OfDuration(Duration.ofSeconds(1), Duration.ofDays(1))),
            Duration.ofDays(1));
    private static final Key<Double> DAYS = Key.optional(
            "days",
            "After how many days it completes by itself; it goes on where none is given.",
            new NumberShape(Range.whole(1, 100_000, "days")));
    private static final Key<HealthLimits> HEALTH = Key.optional(
            "health", "When something is wrong with it; each key has a usual value.", HealthShape.create());
    private static final Key<Duration> SIGNAL_CACHE = Key.optional(
            "signal-cache",
            "How long agents are told the same signals, such as 5m; they are always new where it is not given.",
            new DurationShape(new Range.OfDuration(Duration.ofSeconds(1), Duration.ofDays(1))));

    private static final Key<AnalysisPlan> PLAN = Key.optional(
            "plan", "How it is to be analysed, said beforehand; nothing changes it later.", PlanShape.create());

    private static final Key<String> SCENARIO = Key.optional(
            "scenario",
            "The scenario of the library that they are like.",
            new ChoiceShape<>("scenario", byName(ScenarioLibrary.names().toArray(String[]::new), Function.identity())),
            "stationary");
    private static final Key<Double> SEED = Key.optional(
            "seed",
            "Decides who they are, what they do and which variant each gets.",
            new NumberShape(TournamentSpec.SEED),
            1.0);
    private static final Key<Double> PER_VARIANT = Key.optional(
            "per-variant",
            "How many a variant has on average.",
            new NumberShape(Range.whole(1, 100_000, "people")),
            200.0);
    private static final Key<PeopleSpec> PEOPLE = Key.optional(
            "people",
            "Who takes part: live for real people, whose activity is sent to the arena; live-by-site for real people of whom whole"
                    + " sites are assigned to variants; or simulated ones.",
            new WordOrMapping<PeopleSpec>(
                    new ChoiceShape<>("kind of people", realPeople()),
                    MappingShape.of(List.of(SCENARIO, SEED, PER_VARIANT), ExperimentShape::people)));

    private static final NumberShape STREAK_FREEZES_SHAPE = new NumberShape(Range.whole(0, 30, "streak freezes"));
    private static final Key<Double> STREAK_FREEZES = Key.optional(
            "streak-freezes",
            "How many streak freezes people can hold and begin with: a day missed spends one instead of ending the streak,"
                    + " and each week of a streak brings one back.",
            STREAK_FREEZES_SHAPE,
            0.0);

    private static final Key<List<Reward>> REWARDS =
            Key.optional("rewards", "What people are promised for a level, a badge or a rank.", RewardShape.list());

    private static final Key<List<ExtraParameter>> PARAMETERS = Key.optional(
            "parameters", "What agents may change beside the ten parameters of the economy.", ParameterShape.list());
    private static final Key<Map<String, ParameterShape.Given>> STARTING_PARAMETERS = Key.optional(
            "parameters",
            "What it starts with of the parameters that the experiment declares, where it is not their default.",
            ParameterShape.values());

    private static final Key<String> VARIANT_NAME = Key.required("name", "What people call the variant.", TITLE);
    private static final Key<String> VARIANT_ID =
            Key.optional("id", "Its id, unique in the experiment; made of the name where none is given.", ID);
    private static final Key<Role> ROLE = Key.optional(
            "role",
            "control: the others are compared with it, and it never changes; agent: an agent may change it;"
                    + " fixed: it keeps the economy that it starts with; the agent mode of the experiment decides where none is"
                    + " given.",
            new ChoiceShape<>("role", byName(Role.values(), role -> role.name().toLowerCase(Locale.ROOT))));
    private static final Key<Map<EconomyParameter, Double>> STARTING_ECONOMY = Key.optional(
            "economy", "What it starts with where it differs from the others.", EconomyShape.values(), Map.of());
    private static final Key<Double> WEIGHT = Key.optional(
            "weight",
            "Its share of the people, relative to the other variants.",
            new NumberShape(Range.of(0.001, 1_000, "")),
            1.0);
    private static final Key<Double> VARIANT_STREAK_FREEZES = Key.optional(
            "streak-freezes",
            "How many its people can hold, instead of what the experiment says.",
            STREAK_FREEZES_SHAPE);
    private static final Key<Guardrails> VARIANT_GUARDRAILS = Key.optional(
            "guardrails",
            "What its agent may do, instead of the experiment's guardrails.",
            GuardrailShapes.guardrails());
    private static final Key<List<Draft>> VARIANTS = Key.required(
            VARIANTS_KEY,
            "What is compared: one control, and the others.",
            new ListShape<>(
                    "variant",
                    MappingShape.of(
                            List.of(
                                    VARIANT_NAME,
                                    VARIANT_ID,
                                    ROLE,
                                    STARTING_ECONOMY,
                                    STARTING_PARAMETERS,
                                    WEIGHT,
                                    VARIANT_STREAK_FREEZES,
                                    VARIANT_GUARDRAILS),
                            ExperimentShape::variant),
                    draft -> draft.variant().name()));

    private enum Role {
        CONTROL,
        AGENT,
        FIXED
    }

    /** A variant as it is written; what it leaves open is the experiment's. */
    private record Draft(
            VariantSpec variant,
            Optional<Role> role,
            Optional<Guardrails> guardrails,
            Optional<Double> streakFreezes,
            Map<String, ParameterShape.Given> parameters) {

        @Nullable VariantSpec resolve(Values ofExperiment, Problems problems) {
            Map<String, Double> starting = ParameterShape.checked(
                    parameters, ofExperiment.find(PARAMETERS).orElse(List.of()), problems);
            if (starting == null) {
                return null;
            }
            Role played = role.orElse(ofExperiment.get(AGENT_MODE) ? Role.AGENT : Role.FIXED);
            VariantSpec cast = played == Role.FIXED ? variant.withoutAgent() : variant;
            VariantSpec limited = guardrails
                    .or(() -> ofExperiment.find(GUARDRAILS))
                    .map(found -> found.appliedTo(cast))
                    .orElse(cast);
            double freezes = streakFreezes.orElse(ofExperiment.get(STREAK_FREEZES));
            Map<EconomyParameter, Double> economy = new EnumMap<>(EconomyParameter.class);
            economy.putAll(ofExperiment.get(ECONOMY));
            economy.putAll(variant.startingEconomy());
            return limited.freezingStreaks((int) freezes).startingWith(economy).startingWithParameters(starting);
        }
    }

    private ExperimentShape() {}

    /**
     * The shape of a whole file.
     *
     * @param known the extra metrics that an experiment may report
     */
    static MappingShape<ExperimentSpec> create(ExtraMetrics known) {
        Key<List<String>> extraMetrics = extraMetrics(known);
        return MappingShape.of(
                List.of(
                        NAME,
                        EXPERIMENT_ID,
                        TENANT,
                        HYPOTHESIS,
                        PRIMARY_METRIC,
                        extraMetrics,
                        ECONOMY,
                        GUARDRAILS,
                        AGENT_MODE,
                        PEOPLE,
                        STREAK_FREEZES,
                        REWARDS,
                        PARAMETERS,
                        START,
                        DAY,
                        DAYS,
                        HEALTH,
                        SIGNAL_CACHE,
                        PLAN,
                        VARIANTS),
                (values, problems) -> experiment(values, extraMetrics, problems));
    }

    private static Key<List<String>> extraMetrics(ExtraMetrics known) {
        ChoiceShape<String> name =
                new ChoiceShape<>("extra metric", byName(known.names().toArray(String[]::new), Function.identity()));
        return Key.optional(
                "extra-metrics",
                "What it reports beside the six metrics.",
                new ListShape<>("extra metric", name, Function.identity()));
    }

    private static @Nullable ExperimentSpec experiment(
            Values values, Key<List<String>> extraMetrics, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        String id = id("exp_", values, EXPERIMENT_ID, NAME, problems);
        if (id == null) {
            return null;
        }
        List<VariantSpec> variants = new ArrayList<>();
        for (Draft draft : values.get(VARIANTS)) {
            VariantSpec variant = draft.resolve(values, problems);
            if (variant != null) {
                variants.add(variant);
            }
        }
        if (variants.size() < values.get(VARIANTS).size()) {
            return null;
        }
        ExperimentSpec.Builder builder = ExperimentSpec.builder(id, values.get(NAME), variants)
                .tenant(values.get(TENANT))
                .hypothesis(values.get(HYPOTHESIS))
                .primaryMetric(values.get(PRIMARY_METRIC))
                .extraMetrics(values.find(extraMetrics).orElse(List.of()))
                .startsAt(values.find(START).orElse(null))
                .dayLength(values.get(DAY))
                .days(values.find(DAYS).map(Double::intValue).orElse(null))
                .rewards(values.find(REWARDS).orElse(List.of()))
                .parameters(values.find(PARAMETERS).orElse(List.of()))
                .signalCache(values.find(SIGNAL_CACHE).orElse(Duration.ZERO));
        values.find(PEOPLE).ifPresent(builder::people);
        values.find(HEALTH).ifPresent(builder::health);
        values.find(PLAN).ifPresent(builder::plan);
        try {
            return builder.build();
        } catch (IllegalArgumentException impossible) {
            // what only the variants together, or they and the people, can get wrong
            problems.add(values.node(VARIANTS).orElseThrow(), String.valueOf(impossible.getMessage()));
            return null;
        }
    }

    private static @Nullable Draft variant(Values values, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        String id = id("var_", values, VARIANT_ID, VARIANT_NAME, problems);
        if (id == null) {
            return null;
        }
        Optional<Role> role = values.find(ROLE);
        VariantSpec variant = role.filter(Role.CONTROL::equals).isPresent()
                ? VariantSpec.control(id)
                : VariantSpec.treatment(id, GuardrailLimits.standard());
        return new Draft(
                variant.named(values.get(VARIANT_NAME))
                        .startingWith(values.get(STARTING_ECONOMY))
                        .weighing(values.get(WEIGHT))
                        .limitedFurtherBy(ExtraGuardrails.none()),
                role,
                values.find(VARIANT_GUARDRAILS),
                values.find(VARIANT_STREAK_FREEZES),
                values.find(STARTING_PARAMETERS).orElse(Map.of()));
    }

    private static Map<String, PeopleSpec> realPeople() {
        Map<String, PeopleSpec> kinds = new LinkedHashMap<>();
        kinds.put("live", new PeopleSpec.Live());
        kinds.put("live-by-site", new PeopleSpec.Live(true));
        return kinds;
    }

    private static @Nullable PeopleSpec people(Values values, Problems problems) {
        return values.complete()
                ? new PeopleSpec.Simulated(
                        values.get(SCENARIO),
                        values.get(SEED).longValue(),
                        values.get(PER_VARIANT).intValue())
                : null;
    }

    /** The id that is given, or one made of the name, so that the same file means the same experiment again. */
    private static @Nullable String id(
            String prefix, Values values, Key<String> idKey, Key<String> nameKey, Problems problems) {
        Optional<String> given = values.find(idKey);
        if (given.isPresent()) {
            return given.get();
        }
        String made = values.get(nameKey)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        if (made.isEmpty()) {
            problems.add(values.node(nameKey).orElseThrow(), "'name' " + NO_ID);
            return null;
        }
        return prefix + made.substring(0, Math.min(made.length(), 60));
    }

    private static <T> Map<String, T> byName(T[] values, Function<T, String> name) {
        return Arrays.stream(values)
                .collect(Collectors.toMap(name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }
}
