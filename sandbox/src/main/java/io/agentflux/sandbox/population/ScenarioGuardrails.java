package io.agentflux.sandbox.population;

import java.time.Duration;

/**
 * The guardrails a scenario proposes to an experiment.
 *
 * @param minRetentionVsControl least retention relative to the control before a variant is frozen
 * @param windowDays days over which retention is compared
 * @param deltaLimitPercent largest change of a parameter in one update, in percent of its current value
 * @param minInterval least time between two updates
 */
public record ScenarioGuardrails(
        double minRetentionVsControl, int windowDays, double deltaLimitPercent, Duration minInterval) {

    private static final ScenarioGuardrails DEFAULTS = new ScenarioGuardrails(.90, 7, 50, Duration.ofDays(1));

    /** Refuses values without a meaning. */
    public ScenarioGuardrails {
        if (!(minRetentionVsControl >= 0) || windowDays < 1 || !(deltaLimitPercent > 0) || minInterval.isNegative()) {
            throw new IllegalArgumentException("Guardrails with minRetentionVsControl " + minRetentionVsControl
                    + ", windowDays " + windowDays + ", deltaLimitPercent " + deltaLimitPercent + ", minInterval "
                    + minInterval + " have no meaning; give at least 0, 1, more than 0, and no negative time");
        }
    }

    /** 90 % of the control's retention over a week, steps of at most 50 %, once a day. */
    public static ScenarioGuardrails ofDefaults() {
        return DEFAULTS;
    }
}
