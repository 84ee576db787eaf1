package io.agentflux.config;

import io.agentflux.sandbox.population.BehaviourConstant;
import io.agentflux.sandbox.population.ConstantRange;
import io.agentflux.sandbox.population.Objective;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioEvent;
import io.agentflux.sandbox.population.ScenarioLibrary;
import io.agentflux.sandbox.population.Segment;
import java.util.EnumMap;
import java.util.Map;

/** Puts together the people whom a tournament file describes. */
final class ScenarioAssembly {

    private ScenarioAssembly() {}

    /**
     * The scenario of a spec, with the objective of its tournament.
     *
     * @throws IllegalArgumentException if it names what does not exist
     */
    static Scenario of(ScenarioSpec spec, TournamentSpec tournament) {
        Scenario base = ScenarioLibrary.named(spec.base())
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario '" + spec.base() + "'"));
        Map<BehaviourConstant, Double> constants = constants(spec.constants());
        ScenarioChanges changes = spec.changes();
        Scenario.Builder scenario = base.mutate()
                .name(spec.name())
                .constants(constants)
                .ranges(ranges(base, constants, changes))
                .segments(base.segments().stream()
                        .map(segment -> segment(segment, changes.segments().getOrDefault(segment.name(), Map.of())))
                        .toList())
                .peoplePerVariant(spec.people())
                .horizonDays(spec.days())
                .washoutDays(spec.washoutDays())
                .objective(objective(tournament));
        changes.burnInDays().ifPresent(scenario::burnInDays);
        changes.arrivalsPerDay().ifPresent(scenario::arrivalsPerDay);
        changes.sites().ifPresent(scenario::sites);
        changes.events()
                .map(events -> events.stream().map(ScenarioAssembly::event).toList())
                .ifPresent(scenario::events);
        return scenario.build();
    }

    private static Objective objective(TournamentSpec tournament) {
        ObjectiveSpec objective = tournament.objective();
        return new Objective(
                objective.weights(), objective.targets(), objective.inflationPenalty(), tournament.washoutWeight());
    }

    private static BehaviourConstant constant(String name) {
        return BehaviourConstant.ofName(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no constant '" + name + "'"));
    }

    private static Map<BehaviourConstant, Double> constants(Map<String, Double> byName) {
        Map<BehaviourConstant, Double> constants = new EnumMap<>(BehaviourConstant.class);
        byName.forEach((name, value) -> constants.put(constant(name), value));
        return constants;
    }

    /** A constant that is fixed here is not drawn any more. */
    private static Map<BehaviourConstant, ConstantRange> ranges(
            Scenario base, Map<BehaviourConstant, Double> fixed, ScenarioChanges changes) {
        Map<BehaviourConstant, ConstantRange> ranges = new EnumMap<>(BehaviourConstant.class);
        ranges.putAll(base.ranges());
        ranges.keySet().removeAll(fixed.keySet());
        changes.drawn()
                .forEach((name, range) -> ranges.put(constant(name), new ConstantRange(range.from(), range.to())));
        return ranges;
    }

    private static Segment segment(Segment base, Map<String, Double> changes) {
        return new Segment(
                base.name(),
                changes.getOrDefault(SegmentShapes.SHARE, base.share()),
                changes.getOrDefault(SegmentShapes.OPENING_ODDS, base.openingOdds()),
                changes.getOrDefault(SegmentShapes.EXTRA_SCANS, base.extraScans()),
                changes.getOrDefault(SegmentShapes.REWARD_SENSITIVITY, base.rewardSensitivity()),
                changes.getOrDefault(SegmentShapes.MOTIVATION, base.motivation()),
                changes.getOrDefault(SegmentShapes.CHURN_FRAILTY, base.churnFrailty()));
    }

    private static ScenarioEvent event(EventSpec spec) {
        if (spec instanceof EventSpec.Change change) {
            return new ScenarioEvent.Change(change.fromDay(), constants(change.constants()));
        }
        if (spec instanceof EventSpec.Outage outage) {
            return new ScenarioEvent.Outage(outage.fromDay(), outage.untilDay());
        }
        EventSpec.Season season = (EventSpec.Season) spec;
        return new ScenarioEvent.Season(season.periodDays(), season.amplitude());
    }
}
