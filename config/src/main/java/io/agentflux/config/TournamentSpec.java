package io.agentflux.config;

import io.agentflux.guardrail.GuardrailLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A tournament as a file describes it, with every default filled in. Immutable; each {@code with} method gives a changed copy.
 *
 * <p>Every scenario is played once per replication: replication {@code r} with a seed derived from {@link #seed} and
 * {@code r}, by all strategies and the control.
 *
 * @param name names the tournament's results: lower-case letters, digits and dashes
 * @param description what it is for; may be empty
 * @param seed where all chance comes from, 0 to 2^53 - 1 so that every tool reads it exactly
 * @param design whom the strategies meet
 * @param replications how many independent worlds are played per scenario
 * @param cadence how often each agent observes
 * @param guardrails how often and how far an agent may change its economy
 * @param objective what is rewarded
 * @param washoutWeight how much the washout counts, relative to the time in which the strategies act
 * @param confidenceLevel the level of all intervals
 * @param scenarios whom they play, at least one, with distinct names
 * @param strategies who competes with the control, at least one, with distinct names
 */
public record TournamentSpec(
        String name,
        String description,
        long seed,
        Design design,
        int replications,
        Duration cadence,
        GuardrailLimits guardrails,
        ObjectiveSpec objective,
        double washoutWeight,
        double confidenceLevel,
        List<ScenarioSpec> scenarios,
        List<StrategySpec> strategies) {

    static final Range SEED = Range.whole(0, Range.LARGEST_EXACT_WHOLE_NUMBER, "");
    static final Range REPLICATIONS = Range.whole(1, 100_000, "worlds per scenario");
    static final Range.OfDuration CADENCE = new Range.OfDuration(Duration.ofMinutes(1), Duration.ofDays(366));
    static final Range WASHOUT_WEIGHT = Range.of(0, 10, "");
    static final Range CONFIDENCE_LEVEL = Range.of(0.5, 0.9999, "");

    /** Refuses values outside their ranges, empty lists and names that appear twice; copies the lists. */
    public TournamentSpec {
        scenarios = List.copyOf(scenarios);
        strategies = List.copyOf(strategies);
        SEED.require("seed", (double) seed);
        REPLICATIONS.require("replications", replications);
        CADENCE.require("cadence", cadence);
        WASHOUT_WEIGHT.require("washout-weight", washoutWeight);
        CONFIDENCE_LEVEL.require("confidence-level", confidenceLevel);
        requireDistinct("scenario", scenarios.stream().map(ScenarioSpec::name).toList());
        requireDistinct("strategy", strategies.stream().map(StrategySpec::name).toList());
        int days = scenarios.stream().mapToInt(ScenarioSpec::days).min().orElseThrow();
        if (isLongerThan(cadence, days)) {
            throw new IllegalArgumentException(cadenceTooLong(cadence, days));
        }
        for (ScenarioSpec scenario : scenarios) {
            if (hasTooFewSites(scenario, design, strategies.size())) {
                throw new IllegalArgumentException(tooFewSites(scenario, strategies.size()));
            }
        }
    }

    private static void requireDistinct(String kind, List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("there is no " + kind + "; give at least one");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("two of the names " + String.join(", ", names) + " are equal; each "
                    + kind + " needs a name of its own");
        }
    }

    static boolean isLongerThan(Duration cadence, int days) {
        return cadence.compareTo(Duration.ofDays(days)) > 0;
    }

    static String cadenceTooLong(Duration cadence, int days) {
        return "'cadence' is " + DurationText.format(cadence) + ", longer than the " + days
                + " days of a scenario, so no agent would ever act; lower 'cadence' or raise 'days'";
    }

    static boolean hasTooFewSites(ScenarioSpec scenario, Design design, int strategies) {
        return design == Design.SPLIT
                && scenario.changes()
                        .sites()
                        .filter(sites -> sites > 1 && sites < strategies + 1)
                        .isPresent();
    }

    static String tooFewSites(ScenarioSpec scenario, int strategies) {
        return "scenario '" + scenario.name() + "' has "
                + scenario.changes().sites().map(String::valueOf).orElse("no") + " sites for the "
                + (strategies + 1) + " variants, the control among them, and each needs one; raise 'sites'";
    }

    /**
     * This tournament with another seed.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public TournamentSpec withSeed(long newSeed) {
        return with(newSeed, replications, scenarios);
    }

    /**
     * This tournament with another number of worlds per scenario.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public TournamentSpec withReplications(int newReplications) {
        return with(seed, newReplications, scenarios);
    }

    /**
     * This tournament with as many people per variant in every scenario.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public TournamentSpec withPeople(int people) {
        return with(seed, replications, inEach(scenario -> scenario.withPeople(people)));
    }

    /**
     * This tournament with as many days in every scenario, not counting the washout.
     *
     * @throws IllegalArgumentException if it is out of range or shorter than the cadence
     */
    public TournamentSpec withDays(int days) {
        return with(seed, replications, inEach(scenario -> scenario.withDays(days)));
    }

    private List<ScenarioSpec> inEach(UnaryOperator<ScenarioSpec> change) {
        return scenarios.stream().map(change).toList();
    }

    private TournamentSpec with(long newSeed, int newReplications, List<ScenarioSpec> newScenarios) {
        return new TournamentSpec(
                name,
                description,
                newSeed,
                design,
                newReplications,
                cadence,
                guardrails,
                objective,
                washoutWeight,
                confidenceLevel,
                newScenarios,
                strategies);
    }

    /**
     * The whole plan as JSON with every default written out: equal specs give equal text, on every Java version. The text is
     * itself a tournament file and reads back as an equal spec.
     */
    public String toJson() {
        return CanonicalJson.write(TournamentShape.toTree(this));
    }

    /** SHA-256 of {@link #toJson} in UTF-8, as 64 lower-case hexadecimal digits. */
    public String planHash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(toJson().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
