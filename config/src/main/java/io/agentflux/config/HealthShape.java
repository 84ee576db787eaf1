package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import io.agentflux.sandbox.experiment.HealthLimits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of what is watched in an experiment. */
final class HealthShape {

    private static final HealthLimits USUAL = HealthLimits.ofDefaults();

    private static final Key<Double> HEARTBEAT_INTERVALS = Key.optional(
            "heartbeat-intervals",
            "How many of its own intervals an agent may be silent.",
            new NumberShape(Range.whole(1, 1_000, "intervals")),
            (double) USUAL.heartbeatIntervals());
    private static final Key<Double> RETENTION_FLOOR = Key.optional(
            "retention-floor",
            "The share of its people below which a variant is frozen; 0 freezes none.",
            new NumberShape(Range.of(0, 1, "")),
            USUAL.retentionFloor());
    private static final Key<Duration> RELEASE_AFTER = Key.optional(
            "release-after",
            "How long a freeze lasts at least before it ends by itself, once its cause is over; only a person"
                    + " ends it where it is not given.",
            new DurationShape(new Range.OfDuration(Duration.ofSeconds(1), Duration.ofDays(365))));
    private static final Key<Boolean> REVERT = Key.optional(
            "frozen-variant",
            "hold: a variant that is frozen keeps its economy; revert: it goes back to the one that it started with.",
            new ChoiceShape<>("choice", GuardrailShapes.choices("hold", false, "revert", true)),
            USUAL.revert());
    private static final Key<Double> MOST_CUT_BACK = Key.optional(
            "most-cut-back",
            "How many accepted updates in a row, all cut back to the permitted step, are an anomaly.",
            new NumberShape(Range.whole(1, 1_000, "updates")),
            (double) USUAL.mostCutBack());
    private static final Key<Double> IDLE_DAYS = Key.optional(
            "idle-days",
            "How many days an agent may let pass without deciding anything.",
            new NumberShape(Range.whole(1, 1_000, "days")),
            (double) USUAL.idleDays());
    private static final Key<Double> ALIKE_WITHIN = Key.optional(
            "alike-within",
            "How far economies may be apart, as a share of the larger value, and still count as alike.",
            new NumberShape(Range.of(0, 0.99, "")),
            USUAL.alikeWithin());

    private static final Key<Double> MOST_DEGRADED = Key.optional(
            "degradation-limit",
            "The share by which the primary metric of a variant may fall since its last accepted update, beyond what chance"
                    + " explains, before it is frozen; 0 freezes none.",
            new NumberShape(Range.of(0, 0.99, "")),
            USUAL.mostDegraded());
    private static final Key<Double> MOST_STRIKES = Key.optional(
            "rejection-limit",
            "How many updates in a row that are too early or name no parameter freeze their variant; 0 freezes none.",
            new NumberShape(Range.whole(0, 1_000, "updates")),
            (double) USUAL.mostStrikes());

    private HealthShape() {}

    static MappingShape<HealthLimits> create() {
        return MappingShape.of(
                List.of(
                        HEARTBEAT_INTERVALS,
                        RETENTION_FLOOR,
                        RELEASE_AFTER,
                        REVERT,
                        MOST_CUT_BACK,
                        IDLE_DAYS,
                        ALIKE_WITHIN,
                        MOST_DEGRADED,
                        MOST_STRIKES),
                HealthShape::limits);
    }

    private static @Nullable HealthLimits limits(Values values, Problems problems) {
        return values.complete()
                ? new HealthLimits(
                        values.get(HEARTBEAT_INTERVALS).intValue(),
                        values.get(RETENTION_FLOOR),
                        values.find(RELEASE_AFTER).orElse(null),
                        values.get(REVERT),
                        values.get(MOST_CUT_BACK).intValue(),
                        values.get(IDLE_DAYS).intValue(),
                        values.get(ALIKE_WITHIN),
                        values.get(MOST_DEGRADED),
                        values.get(MOST_STRIKES).intValue())
                : null;
    }
}
