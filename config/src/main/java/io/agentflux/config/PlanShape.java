package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.AnalysisPlan.Stopping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of how an experiment is to be analysed. */
final class PlanShape {

    private static final Key<Double> ALPHA = Key.optional(
            "alpha",
            "How often a difference may be found where there is none.",
            new NumberShape(Range.of(0.0001, 0.5, "")),
            0.05);
    private static final Key<Double> POWER = Key.optional(
            "power",
            "How often an effect of the least size is to be found.",
            new NumberShape(Range.of(0.5, 0.9999, "")),
            0.8);
    private static final Key<Double> MINIMUM_EFFECT = Key.required(
            "minimum-effect",
            "The least effect that matters, as Cohen's d: 0.2 is small, 0.5 medium, 0.8 large.",
            new NumberShape(Range.of(0.001, 10, "")));
    private static final Key<Double> PEOPLE = Key.optional(
            "people-per-variant",
            "How many people each variant is to have; as many as the effect takes where it is not given.",
            new NumberShape(Range.whole(2, 10_000_000, "people")));
    private static final Key<Double> DAYS = Key.optional(
            "days", "After how many days it is to be analysed.", new NumberShape(Range.whole(1, 100_000, "days")));
    private static final Key<Double> ARRIVALS = Key.optional(
            "arrivals-per-day",
            "How many people are expected to arrive on a day, in all variants together; tells how long it takes.",
            new NumberShape(Range.of(0.001, 10_000_000, "people")));
    private static final Key<Stopping> STOPPING = Key.optional(
            "stopping-rule",
            "When it is to be analysed. fixed-days: once, after the planned days; fixed-size: once, when each variant has the"
                    + " planned people; open: whenever somebody likes.",
            new ChoiceShape<>("stopping rule", rules()),
            Stopping.FIXED_DAYS);

    private PlanShape() {}

    static MappingShape<AnalysisPlan> create() {
        return MappingShape.of(
                List.of(ALPHA, POWER, MINIMUM_EFFECT, PEOPLE, DAYS, ARRIVALS, STOPPING), PlanShape::plan);
    }

    private static @Nullable AnalysisPlan plan(Values values, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        Integer days = values.find(DAYS).map(Double::intValue).orElse(null);
        Stopping stopping = values.get(STOPPING);
        if (stopping == Stopping.FIXED_DAYS && days == null) {
            problems.add(
                    values.node(MINIMUM_EFFECT).orElseThrow(),
                    "the plan is to look after the planned days, but has no 'days'; give them, or another 'stopping-rule'");
            return null;
        }
        AnalysisPlan plan = AnalysisPlan.of(
                        values.get(ALPHA), values.get(POWER), values.get(MINIMUM_EFFECT), days, stopping)
                .expecting(values.find(ARRIVALS).orElse(null));
        return values.find(PEOPLE)
                .map(people -> plan.withPeople(people.intValue()))
                .orElse(plan);
    }

    private static Map<String, Stopping> rules() {
        Map<String, Stopping> rules = new LinkedHashMap<>();
        for (Stopping rule : Stopping.values()) {
            rules.put(rule.name().toLowerCase(Locale.ROOT).replace('_', '-'), rule);
        }
        return rules;
    }
}
