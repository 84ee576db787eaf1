package io.agentflux.strategies.search;

import io.agentflux.strategies.CompositeScore;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code bayesian}: models the score as a Gaussian process over four parameters and tries where it expects the largest
 * improvement.
 *
 * <p>The space is scanXp 5 to 25, feedbackXp 8 to 30, streakBonusPerDay 3 to 15 and firstScanOfDayXp 8 to 25, each scaled to 0
 * to 1. After {@code initial-points} points at random, the best of {@code candidates} random points by expected improvement
 * {@code s (z Φ(z) + φ(z))}, {@code z = (m - best - 0.01) / s}, is tried, where {@code m} and {@code s} are the process's mean
 * and deviation there. Scores are standardised to mean 0 and deviation 1 first, and the last 100 trials are remembered.
 *
 * <p>A trial is learnt with the economy that was in force, not the one that was wished for: a guardrail may have cut it back.
 * A refused update teaches nothing. Nothing happens while the score is not trusted.
 */
public final class BayesianOptimizationFactory implements StrategyFactory {

    /** For the service loader. */
    public BayesianOptimizationFactory() {}

    @Override
    public String name() {
        return "bayesian";
    }

    @Override
    public String description() {
        return "Models the score over four parameters and tries where the expected improvement is largest.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return List.of(
                CompositeScore.parameter(CompositeScore.NORMALISED),
                new StrategyParameter.Quantity("initial-points", "Random trials before the model is used.", 5, 1, 100),
                new StrategyParameter.Quantity(
                        "candidates", "Random points of which the most promising is tried.", 200, 1, 10_000),
                new StrategyParameter.Quantity(
                        "length-scale", "How far a trial tells about others; 1 is the whole range.", 0.3, 0.01, 10),
                new StrategyParameter.Quantity(
                        "noise", "The standard deviation of a standardised score by chance alone.", 0.1, 0.001, 10),
                new StrategyParameter.Quantity(
                        "cycles-per-trial",
                        "Cycles an economy stays in force before it is judged and the next one is tried.",
                        1,
                        1,
                        10_000));
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        double noise = settings.number("noise");
        return new BayesianOptimization(
                new BayesianOptimization.Search(
                        settings.wholeNumber("initial-points"),
                        settings.wholeNumber("candidates"),
                        settings.number("length-scale"),
                        noise * noise,
                        settings.wholeNumber("cycles-per-trial")),
                CompositeScore.ofWireName(settings.choice("score")),
                random);
    }
}
