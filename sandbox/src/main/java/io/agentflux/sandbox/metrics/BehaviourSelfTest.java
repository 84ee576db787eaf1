package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.sandbox.metrics.PopulationSelfTest.Check;
import io.agentflux.sandbox.population.DayTotals;
import io.agentflux.sandbox.population.MetricMeans;
import io.agentflux.sandbox.population.Objective;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioSweep;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Do simulated people behave as is claimed of them? The bands of the metrics under the default economy, the optimum of each
 * parameter, effects that turn round, and what pairing is worth. Limits are those that the model is calibrated to.
 */
public final class BehaviourSelfTest {

    private static final int PEOPLE = 20_000;
    private static final int DAYS = 84;
    private static final int WEEK = 7;
    private static final int SWEEP_PEOPLE = 4_096;
    private static final int PAIRED_WORLDS = 40;
    private static final int PAIRED_PEOPLE = 2_048;
    private static final Objective UNCHARGED = Objective.ofDefaults().withoutInflationPenalty();

    private BehaviourSelfTest() {}

    /** The metrics of 20,000 people over 84 days under the default economy. */
    public static List<Check> plausibility() {
        List<DayTotals> days = settled(PEOPLE).playDays(Economy.defaults(), DAYS);
        MetricMeans means = MetricMeans.of(days);
        double active = days.stream().mapToLong(DayTotals::active).sum() / ((double) PEOPLE * DAYS);
        return List.of(
                new Check("scans per person and day", means.scanFrequency(), 2.2, 2.5),
                new Check("points per person and day", means.xpVelocity(), 60, 68),
                new Check("active within seven days", means.retentionRate(), .66, .72),
                new Check("missions completed", means.missionCompletion(), .63, .71),
                new Check("streak in days", means.streakLength(), 3.4, 4.4),
                new Check("valid work per scan", means.feedbackQuality(), .38, .42),
                new Check("open the app on a day", active, .41, .45));
    }

    /** For each parameter of the economy, the place of its best value among those tried, without a charge for points. */
    public static List<Check> optima() {
        ScenarioSweep sweep = ScenarioSweep.of(Scenario.stationary(), 7, SWEEP_PEOPLE);
        List<Check> checks = new ArrayList<>();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            ScenarioSweep.Optimum optimum = sweep.optimum(parameter);
            int last = optimum.outcomes().size() - 1;
            checks.add(new Check(
                    "place of the best " + parameter.wireName() + " among 0 to " + last, optimum.place(), 1, last - 1));
            checks.add(new Check("objective between best and worst " + parameter.wireName(), optimum.range(), .010, 1));
        }
        return checks;
    }

    /** Effects that come late, turn round or must not pay. */
    public static List<Check> effects() {
        SimulatedPopulation people = settled(SWEEP_PEOPLE);
        List<DayTotals> usual = people.fork().playDays(Economy.defaults(), DAYS);
        List<DayTotals> tripled =
                people.fork().playDays(Economy.defaults().with(EconomyParameter.FEEDBACK_XP, 45), DAYS);
        Economy nothing = Economy.defaults();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (parameter.compareTo(EconomyParameter.SCAN_DAILY_CAP) < 0) {
                nothing = nothing.with(parameter, 0);
            }
        }
        List<DayTotals> unpaid = people.fork().playDays(nothing, DAYS);
        return List.of(
                new Check("effect of tripled feedback pay, week 1", lift(usual, tripled, 0), .03, .08),
                new Check("effect of tripled feedback pay, week 12", lift(usual, tripled, DAYS - WEEK), -.04, -.01),
                new Check(
                        "scans without any points, relative to usual",
                        MetricMeans.of(unpaid).scanFrequency()
                                        / MetricMeans.of(usual).scanFrequency()
                                - 1,
                        -.65,
                        -.45),
                new Check("gain of changing the economy every day over holding it", gainOfToggling(people), -.2, -.03));
    }

    private static double lift(List<DayTotals> usual, List<DayTotals> other, int fromDay) {
        double before = UNCHARGED.score(MetricMeans.of(usual.subList(fromDay, fromDay + WEEK)));
        return UNCHARGED.score(MetricMeans.of(other.subList(fromDay, fromDay + WEEK))) / before - 1;
    }

    private static double gainOfToggling(SimulatedPopulation people) {
        Economy one = economy(16, 19, 21, 20, 5, 22, 8, 27, 27, 7);
        Economy two = economy(20, 16, 17, 24, 6, 18, 6, 34, 23, 6);
        SimulatedPopulation toggled = people.fork();
        for (int day = 0; day < DAYS; day++) {
            toggled.playDay(day % 2 == 0 ? one : two);
        }
        double held = Math.min(score(people.fork(), one), score(people.fork(), two));
        return Objective.ofDefaults().score(MetricMeans.of(toggled.history(0, DAYS))) - held;
    }

    /** An economy by its parameters in their order. */
    private static Economy economy(double... values) {
        Economy economy = Economy.defaults();
        int next = 0;
        for (EconomyParameter parameter : EconomyParameter.values()) {
            economy = economy.with(parameter, values[next++]);
        }
        return economy;
    }

    private static double score(SimulatedPopulation people, Economy economy) {
        return Objective.ofDefaults().score(MetricMeans.of(people.playDays(economy, DAYS)));
    }

    /** For each metric, how many times smaller the variance of an effect is with the same people than with others. */
    public static List<Check> pairing() {
        Economy more = Economy.defaults().with(EconomyParameter.SCAN_XP, 12);
        List<MetricMeans> usual = worlds(1_000, Economy.defaults());
        List<MetricMeans> same = worlds(1_000, more);
        List<MetricMeans> others = worlds(5_000, more);
        List<Check> checks = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            double factor = effects(usual, others, metric).variance()
                    / effects(usual, same, metric).variance();
            checks.add(new Check("variance reduction by pairing, " + metric, factor, 25, Double.MAX_VALUE));
        }
        return checks;
    }

    private static Sample effects(List<MetricMeans> usual, List<MetricMeans> changed, Metric metric) {
        return Sample.of(IntStream.range(0, usual.size())
                .mapToDouble(world ->
                        changed.get(world).value(metric) - usual.get(world).value(metric))
                .toArray());
    }

    private static List<MetricMeans> worlds(long firstSeed, Economy economy) {
        return LongStream.range(firstSeed, firstSeed + PAIRED_WORLDS)
                .mapToObj(seed -> lived(seed, economy))
                .toList();
    }

    private static MetricMeans lived(long seed, Economy economy) {
        Scenario scenario = Scenario.stationary().mutate().burnInDays(0).build();
        return MetricMeans.of(
                SimulatedPopulation.create(scenario, seed, PAIRED_PEOPLE).playDays(economy, 8 * WEEK));
    }

    private static SimulatedPopulation settled(int people) {
        SimulatedPopulation population = SimulatedPopulation.create(Scenario.stationary(), 7, people);
        population.playBurnIn();
        return population;
    }
}
