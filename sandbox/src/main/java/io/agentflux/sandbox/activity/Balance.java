package io.agentflux.sandbox.activity;

import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.LivePopulation;
import io.agentflux.sandbox.population.Origin;
import io.agentflux.statistics.SampleRatioTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether the variants of an experiment were given the people that they should have: as many as their weights ask for, and
 * alike in what was known of them before they were assigned.
 *
 * @param bySite whether whole sites were assigned, so that sites are counted and not people
 * @param counts how the numbers compare with the weights
 * @param byVariant by the ids of the variants
 */
public record Balance(boolean bySite, SampleRatioTest counts, Map<String, Group> byVariant) {

    /** Below this, numbers that differ so much do not come of chance: an assignment or a count is broken. */
    private static final double BROKEN_BELOW = 0.001;

    /**
     * The people of one variant.
     *
     * @param people how many there are
     * @param sites how many sites they belong to, null where people are simulated
     * @param expectedShare the share of all people, or of all sites, that the weight asks for
     * @param firstDay the day on which they came, and how it differs from the control's; null where people are simulated
     * @param referred the share that somebody else has brought, likewise
     */
    public record Group(
            int people,
            @Nullable Integer sites,
            double expectedShare,
            @Nullable Covariate firstDay,
            @Nullable Covariate referred) {}

    /**
     * Something that was known before people were assigned.
     *
     * @param mean over the people, null if there are none
     * @param difference how far the mean is above that of the control, in standard deviations (the root of the mean of both
     *     variances); more than 0.1 either way deserves a look. Null of the control, and where nothing varies
     */
    public record Covariate(@Nullable Double mean, @Nullable Double difference) {}

    /** How the people of an experiment are shared out by now. Looks at everybody. */
    public static Balance of(Experiment experiment) {
        List<VariantSpec> variants = experiment.spec().variants();
        double weights =
                variants.stream().mapToDouble(VariantSpec::enrolmentWeight).sum();
        boolean bySite = experiment.spec().people().isBySite();
        List<Origin> control = origins(experiment, experiment.spec().control());
        Map<String, Group> groups = new LinkedHashMap<>();
        for (VariantSpec variant : variants) {
            double share = variant.enrolmentWeight() / weights;
            LivePopulation people = live(experiment, variant);
            if (people == null) {
                int enrolled =
                        experiment.state().variant(variant.id()).headcount().enrolled();
                groups.put(variant.id(), new Group(enrolled, null, share, null, null));
            } else {
                List<Origin> origins = people.origins();
                List<Origin> others = variant.isControl() ? List.of() : control;
                groups.put(
                        variant.id(),
                        new Group(
                                origins.size(),
                                people.sites(),
                                share,
                                covariate(origins, others, Origin::firstDay),
                                covariate(origins, others, origin -> origin.referredBy() == null ? 0 : 1)));
            }
        }
        return new Balance(bySite, counts(bySite, variants, groups), groups);
    }

    /** Whether the numbers may well have come about by chance. */
    public boolean isAsPlanned() {
        return counts.pValue() >= BROKEN_BELOW;
    }

    private static SampleRatioTest counts(boolean bySite, List<VariantSpec> variants, Map<String, Group> groups) {
        return SampleRatioTest.of(
                new ArrayList<>(groups.values())
                        .stream()
                                .mapToLong(group -> bySite && group.sites() != null ? group.sites() : group.people())
                                .toArray(),
                variants.stream().mapToDouble(VariantSpec::enrolmentWeight).toArray());
    }

    private static @Nullable LivePopulation live(Experiment experiment, VariantSpec variant) {
        return experiment.cohort(variant.id()) instanceof LiveCohort cohort ? cohort.people() : null;
    }

    private static List<Origin> origins(Experiment experiment, VariantSpec variant) {
        LivePopulation people = live(experiment, variant);
        return people == null ? List.of() : people.origins();
    }

    private static Covariate covariate(List<Origin> people, List<Origin> control, ToDoubleFunction<Origin> value) {
        double[] own = people.stream().mapToDouble(value).toArray();
        double[] others = control.stream().mapToDouble(value).toArray();
        if (own.length == 0 || others.length == 0) {
            return new Covariate(own.length == 0 ? null : mean(own), null);
        }
        double deviation = Math.sqrt((variance(own) + variance(others)) / 2);
        return new Covariate(mean(own), deviation > 0 ? (mean(own) - mean(others)) / deviation : null);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }
}
