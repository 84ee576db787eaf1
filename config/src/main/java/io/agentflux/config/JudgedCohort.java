package io.agentflux.config;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.experiment.Cohort;
import io.agentflux.sandbox.metrics.MetricSample;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.metrics.PeriodRecorder;
import io.agentflux.sandbox.population.Assignment;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.population.Tenant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The simulated people of one variant, measured for its agent and, over the whole horizon, for the judge; in a split experiment
 * also over burn-in and washout, person by person.
 */
final class JudgedCohort implements Cohort {

    private final SimulatedPopulation people;
    private final @Nullable PeriodRecorder burnIn;
    private final MetricsEngine metrics;
    private final PeriodRecorder horizon;
    private final @Nullable Leaderboard leaderboard;
    private final @Nullable Sites sites;
    private @Nullable PeriodRecorder washout;
    private int @Nullable [] siteOf;
    private int sitesThere;

    /**
     * Sites that were assigned to variants as wholes, which makes them the units of comparison.
     *
     * @param seed of the world
     * @param number how many there are
     */
    record Sites(long seed, int number) {

        int[] of(SimulatedPopulation people) {
            return Arrays.stream(people.personIds())
                    .mapToInt(person -> Assignment.siteOf(seed, person, number))
                    .toArray();
        }
    }

    private JudgedCohort(
            SimulatedPopulation people,
            @Nullable PeriodRecorder burnIn,
            @Nullable Leaderboard leaderboard,
            @Nullable Sites sites) {
        this.people = people;
        this.burnIn = burnIn;
        this.leaderboard = leaderboard;
        this.sites = sites;
        if (leaderboard != null) {
            leaderboard.add(people);
        }
        this.metrics = MetricsEngine.attach(people);
        this.horizon = PeriodRecorder.begin(people);
    }

    /**
     * People at the end of their burn-in.
     *
     * @param leaderboard what they share with other variants from now on, if they do
     */
    static JudgedCohort afterBurnIn(SimulatedPopulation people, @Nullable Leaderboard leaderboard) {
        return new JudgedCohort(people, null, leaderboard, null);
    }

    /**
     * People at the beginning of their burn-in, which is played.
     *
     * @param leaderboard what they share with other variants after it, if they do
     * @param sites the sites that were assigned, if people were not assigned one by one
     */
    static JudgedCohort measuredInBurnIn(
            SimulatedPopulation people, @Nullable Leaderboard leaderboard, @Nullable Sites sites) {
        PeriodRecorder burnIn = PeriodRecorder.begin(people);
        while (people.nextDay() < 0) {
            people.playDay(Tenant::defaultEconomy);
            burnIn.recordDay();
        }
        return new JudgedCohort(people, burnIn, leaderboard, sites);
    }

    @Override
    public void playDay(Economy economy) {
        live(SimulatedPopulation.asModelled(economy));
        metrics.recordDay();
        horizon.recordDay();
    }

    private void live(Economy economy) {
        if (leaderboard == null) {
            people.playDay(economy);
        } else {
            people.playDay(tenant -> economy, leaderboard.shareActive(people.nextDay()));
        }
    }

    /** Whether what happens in other variants reaches these people, so that all have to live day by day. */
    boolean isCoupled() {
        return leaderboard != null;
    }

    /** Lets everybody live on under the default economy for some days, or for some more. */
    void playWashout(int days) {
        Economy economy = people.scenario().defaultEconomy();
        if (burnIn == null && leaderboard == null) {
            people.playDays(economy, days);
            return;
        }
        PeriodRecorder period = washout == null ? PeriodRecorder.begin(people) : washout;
        for (int day = 0; day < days; day++) {
            live(economy);
            period.recordDay();
        }
        washout = period;
    }

    @Override
    public MetricsEngine metrics() {
        return metrics;
    }

    SimulatedPopulation people() {
        return people;
    }

    /** One metric of each person, or site, over the horizon. */
    MetricSample sample(Metric metric) {
        return byUnit(horizon.sample(metric));
    }

    /** One metric of each person, or site, over the burn-in, in a split experiment only. */
    MetricSample burnInSample(Metric metric) {
        return byUnit(Objects.requireNonNull(burnIn).sample(metric));
    }

    /** One metric of each person, or site, over the washout, in a split experiment only and after it was played. */
    MetricSample washoutSample(Metric metric) {
        return byUnit(Objects.requireNonNull(washout).sample(metric));
    }

    private MetricSample byUnit(MetricSample sample) {
        return sites == null ? sample : sample.grouped(sitesOfPeople(sites), sitesThere);
    }

    /** How many people or, where sites were assigned, sites with anybody in them belong to the variant. */
    int units() {
        if (sites == null) {
            return people.people();
        }
        sitesOfPeople(sites);
        return sitesThere;
    }

    /** For each person the site, the sites where anybody is being numbered from 0. */
    private int[] sitesOfPeople(Sites assigned) {
        int[] known = siteOf;
        if (known == null || known.length < people.people()) {
            int[] ids = assigned.of(people);
            int[] present = Arrays.stream(ids).sorted().distinct().toArray();
            known = Arrays.stream(ids)
                    .map(site -> Arrays.binarySearch(present, site))
                    .toArray();
            siteOf = known;
            sitesThere = present.length;
        }
        return known;
    }
}
