package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.population.Assignment;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioLibrary;
import io.agentflux.sandbox.population.SimulatedPopulation;

/** Simulated people, assigned to the variants at random by their weights. */
final class SimulatedCohorts {

    private SimulatedCohorts() {}

    static Cohort of(ExperimentSpec experiment, PeopleSpec.Simulated people, VariantSpec variant) {
        Scenario scenario = ScenarioLibrary.named(people.scenario()).orElseThrow();
        double[] weights = experiment.variants().stream()
                .mapToDouble(VariantSpec::enrolmentWeight)
                .toArray();
        Assignment assignment = Assignment.of(people.seed(), people.draw(), weights);
        SimulatedPopulation members = SimulatedPopulation.create(
                scenario,
                people.seed(),
                people.perVariant() * weights.length,
                assignment.membersOf(experiment.variants().indexOf(variant)));
        members.playBurnIn();
        members.holdStreakFreezes(variant.streakFreezes());
        return new SimulatedCohort(members);
    }
}
