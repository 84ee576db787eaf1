package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioGuardrails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Looks for the best economy of a scenario.
 *
 * <p>Each of several independent groups of people is a problem of its own, a sample average approximation of the expected
 * objective; it is solved by an evolution strategy from a start of its own. The economy that does best on fresh people is
 * refined on the people of all problems together, which gives the static economy. A schedule starts from the one with half as
 * many phases, is improved on the people of half of the problems, and replaces it if it does better on fresh people. What is
 * reported is measured on yet other people.
 */
public final class OracleSearch {

    private static final int FRESH_FACTOR = 4;
    private static final int SELECTION_SAMPLES = 4;
    private static final int EVALUATION_SAMPLES = 16;
    private static final double FIRST_STEP = .25;
    private static final double REFINING_STEP = .08;
    private static final List<Double> PARTS_OF_THE_WAY = List.of(.25, .5, .75, 1.0);

    private final Scenario scenario;
    private final OracleSettings settings;
    private final Workers workers;
    private final SplittableRandom seeds;
    private final Panel problems;
    private final Panel selection;
    private final Panel evaluation;

    private OracleSearch(Scenario scenario, OracleSettings settings, Workers workers) {
        this.scenario = scenario;
        this.settings = settings;
        this.workers = workers;
        seeds = new SplittableRandom(settings.seed());
        int people = settings.people();
        int fresh = FRESH_FACTOR * people;
        long effort = OptimalityCheck.SPREAD_DIVISOR;
        problems = Panel.draw(scenario, seeds, settings.starts(), people, effort, workers);
        selection = Panel.draw(scenario, seeds, SELECTION_SAMPLES, fresh, FRESH_FACTOR * effort, workers);
        evaluation = Panel.draw(scenario, seeds, EVALUATION_SAMPLES, fresh, FRESH_FACTOR * effort, workers);
    }

    /**
     * Computes the oracle of a scenario. Blocks the caller until it is done. The same scenario and settings give the same
     * oracle, to the byte, however many threads the executor has.
     *
     * @param executor plays people, several groups at a time
     * @param listener hears how far the search is, one call at a time, on any thread
     */
    public static Oracle search(
            Scenario scenario, OracleSettings settings, Executor executor, Consumer<OracleProgress> listener) {
        Workers workers = new Workers(executor, effort(settings), listener);
        Oracle oracle = new OracleSearch(scenario, settings, workers).search();
        workers.finish();
        return oracle;
    }

    /** The most units of work, the burn-in not counted. */
    private static long effort(OracleSettings settings) {
        long starts = settings.starts();
        long evaluations = EvolutionSearch.mostEvaluations(EconomyBox.DIMENSION, settings.evaluations())
                + EvolutionSearch.mostEvaluations(EconomyBox.DIMENSION, settings.evaluations() / 4)
                + OptimalityCheck.GRID_POINTS
                + PARTS_OF_THE_WAY.size()
                + 2;
        long halfEvaluations = 0;
        long schedules = 1;
        for (int phases = 2; phases <= settings.phases(); phases *= 2) {
            halfEvaluations +=
                    EvolutionSearch.mostEvaluations(phases * EconomyBox.DIMENSION, settings.evaluations() * phases / 2);
            schedules++;
        }
        long judged = (2 * starts + 2 + 5 * schedules + OptimalityCheck.SPREAD_FINALISTS) * SELECTION_SAMPLES
                + (schedules + 2) * EVALUATION_SAMPLES;
        long played = evaluations * starts + halfEvaluations * ((starts + 1) / 2);
        return OptimalityCheck.SPREAD_DIVISOR * (played + FRESH_FACTOR * judged)
                + OptimalityCheck.spreadPoints(settings.evaluations());
    }

    private Oracle search() {
        List<EvolutionSearch.Found> solutions = solveProblems();
        List<Economy> ends = solutions.stream()
                .map(solution -> EconomyBox.decode(solution.point()).get(0))
                .map(EconomyBox::whole)
                .toList();
        Economy chosen = best(with(ends, middle(solutions)));
        List<Economy> refined =
                improvements(Schedule.hold(chosen), this::held, problems, settings.evaluations() / 4).stream()
                        .map(schedule -> schedule.targets().get(0))
                        .toList();
        Economy economy = best(with(refined, chosen));

        double[] byDefault = evaluation.values(scenario.defaultEconomy());
        double[] held = evaluation.values(economy);
        OptimalityCheck check = new OptimalityCheck(economy, problems, selection);
        return new Oracle(
                scenario.name(),
                ScenarioHash.of(scenario),
                scenario.horizonDays(),
                scenario.washoutDays(),
                settings,
                Estimate.of(byDefault),
                economy,
                Estimate.of(held),
                Estimate.ofDifferences(held, byDefault),
                feasible(economy, byDefault),
                check.certificate(
                        ends,
                        refined,
                        solutions,
                        OptimalityCheck.spreadPoints(settings.evaluations()),
                        spreadPeople(),
                        Panel.mean(held)));
    }

    private List<EvolutionSearch.Found> solveProblems() {
        List<double[]> starts = new ArrayList<>();
        starts.add(EconomyBox.encode(List.of(scenario.defaultEconomy())));
        while (starts.size() < settings.starts()) {
            starts.add(IntStream.range(0, EconomyBox.DIMENSION)
                    .mapToDouble(parameter -> .15 + .6 * seeds.nextDouble())
                    .toArray());
        }
        List<Long> searchSeeds = starts.stream().map(start -> seeds.nextLong()).toList();
        return workers.each(
                IntStream.range(0, starts.size()).boxed().toList(),
                problem -> EvolutionSearch.maximise(
                        point -> {
                            double value = problems.samples()
                                    .get(problem)
                                    .value(EconomyBox.decode(point).get(0));
                            workers.count(OptimalityCheck.SPREAD_DIVISOR);
                            return value;
                        },
                        starts.get(problem),
                        FIRST_STEP,
                        settings.evaluations(),
                        searchSeeds.get(problem)));
    }

    private static Economy middle(List<EvolutionSearch.Found> solutions) {
        double[] middle = new double[EconomyBox.DIMENSION];
        for (EvolutionSearch.Found solution : solutions) {
            for (int i = 0; i < middle.length; i++) {
                middle[i] += EconomyBox.reflected(solution.point()[i]) / solutions.size();
            }
        }
        return EconomyBox.whole(EconomyBox.decode(middle).get(0));
    }

    private Economy best(List<Economy> economies) {
        Economy best = economies.get(0);
        double bestValue = Double.NEGATIVE_INFINITY;
        for (Economy economy : economies) {
            double value = selection.mean(economy);
            if (value > bestValue) {
                best = economy;
                bestValue = value;
            }
        }
        return best;
    }

    /** What becomes of a schedule. */
    private interface Unfolding {

        List<Economy> path(Schedule schedule);
    }

    private List<Economy> held(Schedule schedule) {
        return schedule.path(scenario.horizonDays());
    }

    private List<Economy> underGuardrails(Schedule schedule) {
        return schedule.feasiblePath(scenario.defaultEconomy(), limits(scenario.guardrails()), scenario.horizonDays());
    }

    private static GuardrailLimits limits(ScenarioGuardrails guardrails) {
        Duration interval =
                guardrails.minInterval().isZero() ? GuardrailLimits.SHORTEST_UPDATE_INTERVAL : guardrails.minInterval();
        return new GuardrailLimits(interval, Math.min(100, guardrails.deltaLimitPercent()));
    }

    /**
     * Schedules with as many phases that should be better: the best found for some people and, because what is best for them
     * owes something to chance, schedules a part of the way there.
     */
    private List<Schedule> improvements(Schedule schedule, Unfolding unfolding, Panel people, int evaluations) {
        double[] from = EconomyBox.encode(schedule.targets());
        EvolutionSearch.Found found = EvolutionSearch.maximise(
                point -> people.mean(unfolding.path(new Schedule(EconomyBox.decode(point)))),
                from,
                REFINING_STEP,
                evaluations,
                seeds.nextLong());
        return PARTS_OF_THE_WAY.stream()
                .map(part -> IntStream.range(0, from.length)
                        .mapToDouble(i -> from[i] + part * (EconomyBox.reflected(found.point()[i]) - from[i]))
                        .toArray())
                .map(point -> new Schedule(
                        EconomyBox.decode(point).stream().map(EconomyBox::whole).toList()))
                .toList();
    }

    private List<Oracle.Feasible> feasible(Economy economy, double[] byDefault) {
        List<Oracle.Feasible> feasible = new ArrayList<>();
        Schedule best = Schedule.hold(economy);
        double[] bestValues = evaluation.values(underGuardrails(best));
        feasible.add(feasible(best, bestValues, byDefault));
        for (int phases = 2; phases <= settings.phases(); phases *= 2) {
            best = best.halved();
            Schedule improved = bestUnderGuardrails(best, settings.evaluations() * phases / 2);
            double[] values = evaluation.values(underGuardrails(improved));
            if (Panel.mean(values) > Panel.mean(bestValues)) {
                best = improved;
                bestValues = values;
            }
            feasible.add(feasible(best, bestValues, byDefault));
        }
        return feasible;
    }

    private Schedule bestUnderGuardrails(Schedule schedule, int evaluations) {
        Schedule best = schedule;
        double bestValue = selection.mean(underGuardrails(schedule));
        for (Schedule other : improvements(schedule, this::underGuardrails, problems.half(), evaluations)) {
            double value = selection.mean(underGuardrails(other));
            if (value > bestValue) {
                best = other;
                bestValue = value;
            }
        }
        return best;
    }

    private static Oracle.Feasible feasible(Schedule schedule, double[] values, double[] byDefault) {
        return new Oracle.Feasible(schedule, Estimate.of(values), Estimate.ofDifferences(values, byDefault));
    }

    private Panel spreadPeople() {
        int people = Math.max(OptimalityCheck.FEWEST_PEOPLE, settings.people() / OptimalityCheck.SPREAD_DIVISOR);
        return Panel.draw(scenario, seeds, 1, people, 1, workers);
    }

    private static List<Economy> with(List<Economy> economies, Economy one) {
        List<Economy> more = new ArrayList<>(economies);
        more.add(one);
        return more;
    }
}
