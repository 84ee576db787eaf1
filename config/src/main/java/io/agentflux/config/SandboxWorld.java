package io.agentflux.config;

import io.agentflux.arena.Arena;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.World;
import io.agentflux.orchestrator.WorldOutcome;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.store.DecisionLog;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** An experiment on simulated people as the world of a match. */
final class SandboxWorld implements World {

    private static final Duration DAY = Duration.ofDays(1);

    private final Experiment experiment;
    private final Map<String, JudgedCohort> cohorts;
    private final SimulatedPopulation untouched;
    private final Judge judge;
    private final Instant end;

    private SandboxWorld(
            Experiment experiment,
            Map<String, JudgedCohort> cohorts,
            SimulatedPopulation untouched,
            Judge judge,
            Instant end) {
        this.experiment = experiment;
        this.cohorts = cohorts;
        this.untouched = untouched;
        this.judge = judge;
        this.end = end;
    }

    /**
     * Starts an experiment.
     *
     * @param name the name of the experiment
     * @param cohorts the people of each variant at the end of the burn-in, by the variant's name, the control among them
     * @param limits how often and how far agents may change their variant
     * @param days how long the experiment runs
     */
    static SandboxWorld start(
            String name,
            Map<String, JudgedCohort> cohorts,
            GuardrailLimits limits,
            int days,
            Judge judge,
            Scheduler scheduler) {
        JudgedCohort control = cohorts.get(TournamentPlan.CONTROL);
        if (control == null) {
            throw new IllegalArgumentException("there are no people for the control");
        }
        SimulatedPopulation untouched = control.people().fork();
        List<VariantSpec> variants = cohorts.keySet().stream()
                .map(variant -> variant.equals(TournamentPlan.CONTROL)
                        ? VariantSpec.control(variant)
                        : VariantSpec.treatment(variant, limits))
                .toList();
        Experiment experiment = Experiment.create(
                ExperimentSpec.builder(name, name, variants).days(days).build(),
                scheduler,
                DecisionLog.inMemory(),
                variant -> cohorts.get(variant.id()));
        experiment.start(Cause.automatic("the match began")).subscribe();
        Instant end = Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS)).plus(DAY.multipliedBy(days));
        return new SandboxWorld(experiment, cohorts, untouched, judge, end);
    }

    @Override
    public Arena arena(String entrant) {
        return experiment.arena(entrant);
    }

    @Override
    public Instant end() {
        return end;
    }

    @Override
    public WorldOutcome judge() {
        WorldOutcome outcome = judge.judge(cohorts, untouched);
        if (judge.design() == Design.TWIN) {
            return outcome;
        }
        Map<String, Integer> assigned = new LinkedHashMap<>();
        cohorts.forEach((variant, cohort) -> assigned.put(variant, cohort.units()));
        return outcome.withAssigned(assigned);
    }
}
