package io.agentflux.sandbox.admin;

import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.ExperimentState;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.statistics.Power;
import io.agentflux.statistics.SamplePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How many people the planned analysis of an experiment takes, and for how many days they have to arrive. The components are the
 * members of the JSON.
 *
 * @param peoplePerVariant as many as the effect takes, by the normal approximation
 * @param peoplePerVariantByT the same for the t test itself
 * @param people in all variants together, until the one with the least weight has its own
 * @param plannedPerVariant as many as the plan says
 * @param powerAsPlanned how often so many find the effect
 * @param arrivalsPerDay how many people arrive on a day in all variants together, null if nobody knows
 * @param arrivals who says so: {@code declared} by the plan, {@code observed} since the experiment began, or {@code simulated},
 *     who are all there from the first day on; null if nobody does
 * @param days after how many days they have arrived, null if that is not known or they never do
 * @param warnings what makes it hard to find the effect, in sentences
 */
record SampleView(
        double effect,
        double alpha,
        double power,
        String test,
        int peoplePerVariant,
        int peoplePerVariantByT,
        long people,
        int plannedPerVariant,
        double powerAsPlanned,
        @Nullable Double arrivalsPerDay,
        @Nullable String arrivals,
        @Nullable Integer days,
        List<String> warnings) {

    /** Of an experiment as it is described, which nobody has taken part in. */
    static @Nullable SampleView of(ExperimentSpec spec) {
        return of(spec, 0, 0);
    }

    /** Of an experiment as it is going, null if it has no plan. */
    static @Nullable SampleView of(ExperimentSpec spec, ExperimentState state) {
        int enrolled = state.variants().values().stream()
                .mapToInt(variant -> variant.headcount().enrolled())
                .sum();
        return of(spec, state.daysPlayed(), enrolled);
    }

    private static @Nullable SampleView of(ExperimentSpec spec, int daysPlayed, int enrolled) {
        AnalysisPlan plan = spec.plan();
        if (plan == null) {
            return null;
        }
        SamplePlan sample = SamplePlan.of(
                plan.minimumEffect(),
                plan.alpha(),
                plan.power(),
                spec.variants().size(),
                null);
        int planned = plan.peoplePerVariant();
        long people = (long) Math.ceil(sample.peoplePerVariant() / smallestShare(spec) - 1e-9);
        boolean isObserved = spec.people() instanceof PeopleSpec.Live && daysPlayed > 0 && enrolled > 0;
        Double perDay = isObserved ? Double.valueOf((double) enrolled / daysPlayed) : plan.arrivalsPerDay();
        String arrivals = spec.people() instanceof PeopleSpec.Simulated
                ? "simulated"
                : isObserved ? "observed" : perDay == null ? null : "declared";
        Integer days = days(spec, people, perDay);
        return new SampleView(
                plan.minimumEffect(),
                plan.alpha(),
                plan.power(),
                AnalysisPlan.test(spec),
                sample.peoplePerVariant(),
                sample.peoplePerVariantByT(),
                people,
                planned,
                Power.twoSampleT(plan.minimumEffect(), planned, planned, plan.alpha(), false),
                spec.people() instanceof PeopleSpec.Simulated ? null : perDay,
                arrivals,
                days,
                warnings(spec, plan, sample, people, days));
    }

    private static double smallestShare(ExperimentSpec spec) {
        double weights = spec.variants().stream()
                .mapToDouble(VariantSpec::enrolmentWeight)
                .sum();
        return spec.variants().stream()
                        .mapToDouble(VariantSpec::enrolmentWeight)
                        .min()
                        .orElseThrow()
                / weights;
    }

    private static @Nullable Integer days(ExperimentSpec spec, long people, @Nullable Double perDay) {
        if (spec.people() instanceof PeopleSpec.Simulated simulated) {
            return (long) simulated.perVariant() * spec.variants().size() >= people ? 0 : null;
        }
        return perDay == null ? null : (int) Math.min(Integer.MAX_VALUE, Math.ceil(people / perDay));
    }

    private static List<String> warnings(
            ExperimentSpec spec, AnalysisPlan plan, SamplePlan sample, long people, @Nullable Integer days) {
        List<String> warnings = new ArrayList<>();
        if (plan.peoplePerVariant() < sample.peoplePerVariant()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The effect takes %,d people per variant; %,d are planned.",
                    sample.peoplePerVariant(),
                    plan.peoplePerVariant()));
        }
        if (spec.people() instanceof PeopleSpec.Simulated simulated && days == null) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The effect takes %,d people in all variants; about %,d are simulated.",
                    people,
                    (long) simulated.perVariant() * spec.variants().size()));
        }
        if (days != null && plan.days() != null && days > plan.days()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The %,d people have arrived after %,d days; the look is planned after %,d.",
                    people,
                    days,
                    plan.days()));
        }
        if (spec.people().isBySite()) {
            warnings.add(
                    "Whole sites are assigned, so it takes more people than these, and more so the more alike people of one"
                            + " site are.");
        }
        return List.copyOf(warnings);
    }
}
