package io.agentflux.sandbox.activity;

import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whom the real people of an experiment have brought, by variant of the one who brought them. Somebody who is said to be brought
 * by a person whom the experiment does not know counts as having come on their own.
 *
 * @param total over all variants
 * @param byVariant by the ids of the variants
 */
public record Referrals(Count total, Map<String, Count> byVariant) {

    /**
     * How people have spread the word.
     *
     * @param people how many there are
     * @param referred how many of them were brought, by whomever
     * @param referrals how many others they have brought, into whichever variant
     * @param settledPeople how many of them have been here long enough to judge
     * @param settledReferrals how many others those have brought
     * @param viralCoefficient how many others somebody brings on average, of those here long enough; null if there are none
     * @param standardError of the coefficient; null if fewer than two are here long enough
     */
    public record Count(
            int people,
            int referred,
            int referrals,
            int settledPeople,
            int settledReferrals,
            @Nullable Double viralCoefficient,
            @Nullable Double standardError) {}

    /** A person and how many others they have brought. */
    private record Referrer(Origin origin, int referrals, boolean isReferred) {}

    /**
     * Counts the referrals of an experiment on real people so far.
     *
     * @param settledDays after how many whole days somebody is here long enough for the coefficient
     * @throws IllegalStateException if the people are simulated, who bring nobody
     */
    public static Referrals of(Experiment experiment, int settledDays) {
        Map<String, List<Origin>> origins = new LinkedHashMap<>();
        for (VariantSpec variant : experiment.spec().variants()) {
            if (!(experiment.cohort(variant.id()) instanceof LiveCohort live)) {
                throw new IllegalStateException(
                        "experiment '" + experiment.spec().name() + "' is on simulated people, who bring nobody");
            }
            origins.put(variant.id(), live.people().origins());
        }
        Map<String, Integer> referrals = new HashMap<>();
        origins.values().stream().flatMap(List::stream).forEach(origin -> referrals.put(origin.person(), 0));
        origins.values().stream()
                .flatMap(List::stream)
                .forEach(origin -> referrals.computeIfPresent(
                        String.valueOf(origin.referredBy()), (person, brought) -> brought + 1));
        int lastFirstDay = experiment.daysPlayed() - settledDays;
        List<Referrer> everybody = new ArrayList<>();
        Map<String, Count> byVariant = new LinkedHashMap<>();
        origins.forEach((variantId, people) -> {
            List<Referrer> referrers = people.stream()
                    .map(origin -> new Referrer(
                            origin,
                            referrals.getOrDefault(origin.person(), 0),
                            origin.referredBy() != null && referrals.containsKey(origin.referredBy())))
                    .toList();
            byVariant.put(variantId, count(referrers, lastFirstDay));
            everybody.addAll(referrers);
        });
        return new Referrals(count(everybody, lastFirstDay), byVariant);
    }

    private static Count count(Collection<Referrer> people, int lastFirstDay) {
        int[] settled = people.stream()
                .filter(person -> person.origin.firstDay() <= lastFirstDay)
                .mapToInt(Referrer::referrals)
                .toArray();
        int settledReferrals = IntStream.of(settled).sum();
        Double coefficient = settled.length == 0 ? null : (double) settledReferrals / settled.length;
        return new Count(
                people.size(),
                (int) people.stream().filter(Referrer::isReferred).count(),
                people.stream().mapToInt(Referrer::referrals).sum(),
                settled.length,
                settledReferrals,
                coefficient,
                coefficient == null || settled.length < 2 ? null : standardError(settled, coefficient));
    }

    private static double standardError(int[] values, double mean) {
        double squares = IntStream.of(values)
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
