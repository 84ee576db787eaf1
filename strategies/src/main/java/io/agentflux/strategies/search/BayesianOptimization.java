package io.agentflux.strategies.search;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.FIRST_SCAN_OF_DAY_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static io.agentflux.arena.EconomyParameter.STREAK_BONUS_PER_DAY;
import static io.agentflux.strategies.NumberText.fixed;
import static io.agentflux.strategies.NumberText.plain;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategy.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

final class BayesianOptimization implements Strategy {

    /** How it searches. */
    record Search(int initialPoints, int candidates, double lengthScale, double noiseVariance, int cyclesPerTrial) {}

    private record Axis(EconomyParameter parameter, double lowest, double highest) {

        private double toUnit(double value) {
            return (value - lowest) / (highest - lowest);
        }

        private double ofUnit(double unit) {
            return Math.rint(lowest + unit * (highest - lowest));
        }
    }

    private static final List<Axis> AXES = List.of(
            new Axis(SCAN_XP, 5, 25),
            new Axis(FEEDBACK_XP, 8, 30),
            new Axis(STREAK_BONUS_PER_DAY, 3, 15),
            new Axis(FIRST_SCAN_OF_DAY_XP, 8, 25));

    /** Solving is cubic in what is remembered. */
    private static final int REMEMBERED_TRIALS = 100;

    private static final double LEAST_IMPROVEMENT = 0.01;

    private final Search search;
    private final CompositeScore score;
    private final RandomGenerator random;
    private final List<double[]> points = new ArrayList<>();
    private final List<Double> rewards = new ArrayList<>();
    private boolean inForce;
    private int cyclesInForce;

    BayesianOptimization(Search search, CompositeScore score, RandomGenerator random) {
        this.search = search;
        this.score = score;
        this.random = random;
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        if (!score.isTrusted(signals)) {
            return Optional.empty();
        }
        if (inForce) {
            if (++cyclesInForce < search.cyclesPerTrial()) {
                return Optional.empty();
            }
            learn(economy, score.of(signals));
        }
        boolean isExploring = rewards.size() < search.initialPoints();
        double[] next = isExploring ? randomPoint() : mostPromising();
        cyclesInForce = 0;
        Map<EconomyParameter, Double> wanted = new LinkedHashMap<>();
        for (int axis = 0; axis < AXES.size(); axis++) {
            wanted.put(AXES.get(axis).parameter(), AXES.get(axis).ofUnit(next[axis]));
        }
        inForce = economy.equals(economy.with(wanted));
        return inForce ? Optional.empty() : Optional.of(ConfigUpdate.of(wanted, reasoning(isExploring, wanted)));
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        inForce = result.accepted();
    }

    /** Learns of the economy that was in force, which guardrails may have kept from what was wanted. */
    private void learn(Economy economy, double reward) {
        if (rewards.size() == REMEMBERED_TRIALS) {
            points.remove(0);
            rewards.remove(0);
        }
        points.add(AXES.stream()
                .mapToDouble(axis -> axis.toUnit(economy.value(axis.parameter())))
                .toArray());
        rewards.add(reward);
    }

    private double[] randomPoint() {
        double[] point = new double[AXES.size()];
        for (int axis = 0; axis < point.length; axis++) {
            point[axis] = random.nextDouble();
        }
        return point;
    }

    private double[] mostPromising() {
        double[] values = standardised();
        double best = Arrays.stream(values).max().orElseThrow();
        GaussianProcess process = new GaussianProcess(points, values, search.lengthScale(), search.noiseVariance());
        double[] chosen = randomPoint();
        double most = expectedImprovement(process.at(chosen), best);
        for (int candidate = 1; candidate < search.candidates(); candidate++) {
            double[] point = randomPoint();
            double improvement = expectedImprovement(process.at(point), best);
            if (improvement > most) {
                chosen = point;
                most = improvement;
            }
        }
        return chosen;
    }

    /** The rewards with mean 0 and deviation 1, as the process expects them. */
    private double[] standardised() {
        double mean = rewards.stream().mapToDouble(Double::doubleValue).sum() / rewards.size();
        double square = rewards.stream()
                        .mapToDouble(reward -> (reward - mean) * (reward - mean))
                        .sum()
                / rewards.size();
        double deviation = square > 0 ? StrictMath.sqrt(square) : 1;
        return rewards.stream()
                .mapToDouble(reward -> (reward - mean) / deviation)
                .toArray();
    }

    /** By how much the value at a point can be expected to exceed the best one, less a small margin. */
    static double expectedImprovement(GaussianProcess.Belief belief, double best) {
        double margin = belief.mean() - best - LEAST_IMPROVEMENT;
        double z = margin / belief.deviation();
        double density = StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI);
        return belief.deviation() * (z * cumulative(z) + density);
    }

    /** The standard normal distribution function, to about 0.0003. */
    private static double cumulative(double z) {
        return 0.5 * (1 + StrictMath.tanh(z * StrictMath.sqrt(2 / Math.PI) * (1 + 0.044715 * z * z)));
    }

    private static String reasoning(boolean isExploring, Map<EconomyParameter, Double> wanted) {
        return "Bayesian Optimization (" + (isExploring ? "explore" : "optimize") + "): {"
                + wanted.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + plain(entry.getValue()))
                        .collect(Collectors.joining(", "))
                + "}";
    }

    /** How many trials are remembered, and the economy of the best of them. */
    @Override
    public String report() {
        if (rewards.isEmpty()) {
            return "no trials yet\n";
        }
        int best = 0;
        for (int trial = 1; trial < rewards.size(); trial++) {
            best = rewards.get(trial) > rewards.get(best) ? trial : best;
        }
        StringBuilder text =
                new StringBuilder(rewards.size() + " trials, best score " + fixed(rewards.get(best), 3) + " at");
        for (int axis = 0; axis < AXES.size(); axis++) {
            text.append(axis == 0 ? " " : ", ")
                    .append(AXES.get(axis).parameter())
                    .append('=')
                    .append(plain(AXES.get(axis).ofUnit(points.get(best)[axis])));
        }
        return text.append('\n').toString();
    }
}
