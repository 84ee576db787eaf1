package io.agentflux.orchestrator;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of one metric of one variant over the horizon of a match.
 *
 * @param value the metric over all people and days
 * @param standardError its standard error over people, by the delta method where the metric is a ratio
 * @param effect how it differs from the control's in the same world, null for the control itself
 */
public record MetricOutcome(
        double value, double standardError, @Nullable Effect effect) implements Serializable {

    /**
     * A difference to the control within one world, compared person by person: paired where both met the same people, by
     * Welch's test where they met different ones, with the variance that their burn-in explains taken out; ratios by the delta
     * method.
     *
     * @param difference the variant's value minus the control's
     * @param low the lower end of the confidence interval
     * @param high the upper end of the confidence interval
     * @param p the two-sided p-value
     * @param varianceLeft the share of the variance that is left after what the burn-in explains was taken out; 1 if nothing was
     * @param pooledFisherP the p-value of Fisher's test on pooled events, null where the metric is no share of events or the
     *     people are the same. It ignores that one person's events belong together and cries wolf far too often; given for
     *     comparison with older reports only
     */
    public record Effect(
            double difference,
            double low,
            double high,
            double p,
            double varianceLeft,
            @Nullable Double pooledFisherP) implements Serializable {}
}
