package io.agentflux.sandbox;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.Assignment;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.store.DecisionLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import reactor.core.scheduler.Scheduler;

/**
 * An experiment to try agents on: simulated people of the library's stationary scenario, one control and some treatments that
 * all start from the default economy.
 *
 * @param treatments how many treatments, from 1 to 26
 * @param peoplePerVariant how many people a variant has on average; they are assigned at random
 * @param seed decides who the people are, what they do and which ids are given
 * @param dayLength how long a day of the people's life lasts
 */
public record DemoExperiment(int treatments, int peoplePerVariant, long seed, Duration dayLength) {

    /** The token that everybody knows, for the first treatment. */
    public static final String TOKEN = "strat_demo_local";

    /** Shorter than a platform with real people may set, so that one sees something happen. */
    public static final GuardrailLimits LIMITS = new GuardrailLimits(Duration.ofMinutes(1), 50);

    private static final int MOST_TREATMENTS = 26;
    private static final int MOST_PEOPLE = 100_000;

    /** Refuses sizes that are of no use in a demonstration. */
    public DemoExperiment {
        if (treatments < 1 || treatments > MOST_TREATMENTS) {
            throw new IllegalArgumentException("there are " + treatments + " treatments; give 1 to " + MOST_TREATMENTS);
        }
        if (peoplePerVariant < 1 || peoplePerVariant > MOST_PEOPLE) {
            throw new IllegalArgumentException(
                    "there are " + peoplePerVariant + " people per variant; give 1 to " + MOST_PEOPLE);
        }
        if (dayLength.isNegative() || dayLength.isZero()) {
            throw new IllegalArgumentException("a day lasts " + dayLength + "; give a duration above zero");
        }
    }

    /**
     * Starts the experiment; it runs until somebody ends it. Computes the people's life before the experiment, which takes a
     * moment.
     *
     * @param scheduler its clock, on which the days are played: one thread that does nothing else, since a day is work for the
     *     processor
     */
    public Experiment start(Scheduler scheduler) {
        SplittableRandom ids = new SplittableRandom(seed);
        ExperimentSpec spec = new ExperimentSpec(
                id("exp_", ids), "Demo Sandbox Experiment", Map.of(), variants(ids), dayLength, null, Duration.ZERO);
        Map<String, SimulatedCohort> cohorts = cohorts(spec);
        Experiment experiment =
                Experiment.create(spec, scheduler, DecisionLog.inMemory(), variant -> cohorts.get(variant.id()));
        experiment.moveTo(ExperimentStatus.RECRUITING);
        experiment.moveTo(ExperimentStatus.RUNNING);
        return experiment;
    }

    private List<VariantSpec> variants(SplittableRandom ids) {
        List<VariantSpec> variants = new ArrayList<>();
        variants.add(new VariantSpec(id("var_", ids), "Control", true, Map.of(), LIMITS));
        for (int treatment = 0; treatment < treatments; treatment++) {
            String name = "Treatment-" + (char) ('A' + treatment);
            variants.add(new VariantSpec(id("var_", ids), name, false, Map.of(), LIMITS));
        }
        return variants;
    }

    private static String id(String prefix, SplittableRandom ids) {
        return String.format(Locale.ROOT, "%s%08x", prefix, ids.nextInt());
    }

    private Map<String, SimulatedCohort> cohorts(ExperimentSpec spec) {
        int variants = spec.variants().size();
        Assignment assignment = Assignment.equal(seed, 0, variants);
        Map<String, SimulatedCohort> cohorts = new LinkedHashMap<>();
        for (int variant = 0; variant < variants; variant++) {
            SimulatedPopulation people = SimulatedPopulation.create(
                    Scenario.stationary(), seed, peoplePerVariant * variants, assignment.membersOf(variant));
            people.playBurnIn();
            cohorts.put(spec.variants().get(variant).id(), new SimulatedCohort(people));
        }
        return cohorts;
    }
}
