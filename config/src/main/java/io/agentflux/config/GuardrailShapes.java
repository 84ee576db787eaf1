package io.agentflux.config;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.config.MappingShape.Values;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the guardrails of an experiment's agents are written: the name of a preset, or keys. */
final class GuardrailShapes {

    private static final Range.OfDuration INTERVAL_RANGE =
            new Range.OfDuration(Duration.ofSeconds(1), GuardrailLimits.LONGEST_UPDATE_INTERVAL);

    private static final Key<Duration> INTERVAL = Key.optional(
            "update-interval",
            "The least time between two accepted updates of one agent; at least 5m where people are real.",
            new DurationShape(INTERVAL_RANGE),
            GuardrailLimits.standard().updateInterval());
    private static final Key<Double> DELTA_LIMIT_PERCENT = Key.optional(
            "delta-limit-percent",
            "How far one update may move a parameter, in percent of its current value; at least 5 where people are real.",
            new NumberShape(Range.of(1, 100, "percent")),
            GuardrailLimits.standard().deltaLimitPercent());

    private static final Key<Double> LEAST =
            Key.required("least", "The lowest value.", new NumberShape(EconomyShape.POINTS));
    private static final Key<Double> MOST =
            Key.required("most", "The highest value.", new NumberShape(EconomyShape.POINTS));
    private static final Key<Map<EconomyParameter, Bounds>> BOUNDS = Key.optional(
            "bounds",
            "Values that a parameter is cut back to; one that is not named has none.",
            EconomyShape.of(MappingShape.of(List.of(LEAST, MOST), GuardrailShapes::bounds)),
            Map.of());
    private static final Key<Double> BUDGET = Key.optional(
            "daily-budget-points",
            "The most points that an economy may let one person earn in a day; no limit where it is not given.",
            new NumberShape(Range.of(1, 1e9, "points")));
    private static final Key<Boolean> APPROVAL = Key.optional(
            "approval",
            "required: an update waits until an administrator approves it.",
            new ChoiceShape<>("approval", choices("required", true, "none", false)),
            false);

    /**
     * What the agent of a variant may do.
     *
     * @param limits the two limits that every arena has
     * @param extra what is limited besides
     */
    record Guardrails(GuardrailLimits limits, ExtraGuardrails extra) {

        VariantSpec appliedTo(VariantSpec variant) {
            return variant.limitedBy(limits).limitedFurtherBy(extra);
        }
    }

    private GuardrailShapes() {}

    static Shape<Guardrails> guardrails() {
        return new WordOrMapping<>(
                new ChoiceShape<>("guardrails preset", presets()),
                MappingShape.of(
                        List.of(INTERVAL, DELTA_LIMIT_PERCENT, BOUNDS, BUDGET, APPROVAL), GuardrailShapes::build));
    }

    private static @Nullable Guardrails build(Values values, Problems problems) {
        return values.complete()
                ? new Guardrails(
                        new GuardrailLimits(values.get(INTERVAL), values.get(DELTA_LIMIT_PERCENT)),
                        new ExtraGuardrails(
                                values.get(BOUNDS), values.find(BUDGET).orElse(null), values.get(APPROVAL)))
                : null;
    }

    private static @Nullable Bounds bounds(Values values, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        if (values.get(LEAST) > values.get(MOST)) {
            problems.add(
                    values.node(LEAST).orElseThrow(),
                    "'least' is above 'most'; give the lower value as 'least' and the higher one as 'most'");
            return null;
        }
        return new Bounds(values.get(LEAST), values.get(MOST));
    }

    private static Map<String, Guardrails> presets() {
        Map<String, Guardrails> presets = new LinkedHashMap<>();
        limitPresets().forEach((name, limits) -> presets.put(name, new Guardrails(limits, ExtraGuardrails.none())));
        return presets;
    }

    /** The limits that have a name. */
    static Map<String, GuardrailLimits> limitPresets() {
        Map<String, GuardrailLimits> presets = new LinkedHashMap<>();
        presets.put("conservative", GuardrailLimits.conservative());
        presets.put("standard", GuardrailLimits.standard());
        presets.put("aggressive", GuardrailLimits.aggressive());
        return presets;
    }

    /** Two words and what they stand for. */
    static <T> Map<String, T> choices(String first, T firstValue, String second, T secondValue) {
        Map<String, T> choices = new LinkedHashMap<>();
        choices.put(first, firstValue);
        choices.put(second, secondValue);
        return choices;
    }
}
