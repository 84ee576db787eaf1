package io.agentflux.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How many people an experiment needs, and for how long people have to arrive.
 *
 * @param peoplePerVariant people in each variant by the normal approximation, 2 (z<sub>α/2</sub> + z<sub>β</sub>)² / d², as most
 *     tables have it
 * @param peoplePerVariantByT the same for the t test itself, which needs one or two more where they are few
 * @param people people in all variants, by the normal approximation
 * @param days days until so many have arrived, null if it was not said how many arrive
 */
public record SamplePlan(
        int peoplePerVariant,
        int peoplePerVariantByT,
        long people,
        @Nullable Integer days) {

    /**
     * Plans a comparison of means.
     *
     * @param effect the smallest effect that is to be found, as Cohen's d; for a proportion Cohen's h does as well
     * @param alpha how often a difference may be found where there is none, two-sided
     * @param power how often an effect of that size is to be found
     * @param variants how many variants share the people equally, the control included
     * @param arrivalsPerDay how many people arrive on a day, in all variants together; null if that is not known
     * @throws IllegalArgumentException if no number of people, or none below a billion, is enough
     */
    public static SamplePlan of(
            double effect, double alpha, double power, int variants, @Nullable Double arrivalsPerDay) {
        requireShare("alpha", alpha);
        requireShare("power", power);
        double exact = Power.sampleSizeByNormalApproximation(effect, power, alpha);
        if (variants < 2) {
            throw new IllegalArgumentException(variants + " variants cannot be compared; give at least 2");
        }
        if (arrivalsPerDay != null && !(arrivalsPerDay > 0)) {
            throw new IllegalArgumentException(
                    text(arrivalsPerDay) + " people arrive on a day; give a number above 0, or none");
        }
        if (!(exact < 1e9)) {
            throw new IllegalArgumentException(
                    "an effect of " + effect + " takes more than a billion people per variant");
        }
        int perVariant = Math.max(2, (int) Math.ceil(exact));
        int byT = (int) Math.ceil(Power.sampleSizeForTwoSampleT(effect, power, alpha));
        long people = (long) perVariant * variants;
        Double days = arrivalsPerDay == null ? null : Math.ceil(people / arrivalsPerDay);
        return new SamplePlan(perVariant, byT, people, days == null ? null : (int) Math.min(Integer.MAX_VALUE, days));
    }

    private static void requireShare(String name, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(name + " is " + text(share) + "; give a number between 0 and 1");
        }
    }

    private static String text(double value) {
        return (long) value == value ? Long.toString((long) value) : Double.toString(value);
    }
}
