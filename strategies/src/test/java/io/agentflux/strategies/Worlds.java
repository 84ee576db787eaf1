package io.agentflux.strategies;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What an arena shows and answers, for tests. */
public final class Worlds {

    private static final StrategyCatalog CATALOG = StrategyCatalog.load(Worlds.class.getClassLoader());

    private Worlds() {}

    /** Nothing but counts. */
    public static Signals nothing() {
        return signals(Map.of());
    }

    /** One trusted metric. */
    public static Signals frequency(double frequency) {
        return signals(Map.of(Metric.SCAN_FREQUENCY, frequency));
    }

    /** The three metrics of most scores, all trusted. */
    public static Signals threeMetrics(double frequency, double retention, double quality) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        values.put(Metric.SCAN_FREQUENCY, frequency);
        values.put(Metric.RETENTION_RATE, retention);
        values.put(Metric.FEEDBACK_QUALITY, quality);
        return signals(values);
    }

    /** Trusted metrics. */
    public static Signals signals(Map<Metric, Double> values) {
        return signals(values, 30);
    }

    /** Metrics that rest on that many people. */
    public static Signals signals(Map<Metric, Double> values, int sampleSize) {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        values.forEach((metric, value) -> metrics.put(metric.name(), MetricSignal.of(value, null, sampleSize)));
        return new Signals(80, 40, 60, 1_000, 3, metrics, null);
    }

    /** The answer of an arena that takes the update as it is. */
    public static ConfigResult accepted(ConfigUpdate update) {
        return new ConfigResult(true, update.economyOverrides(), Map.of(), null, null, null, "dec_1", List.of());
    }

    /** The answer of an arena whose rate limit is not over. */
    public static ConfigResult refused() {
        return new ConfigResult(
                false, Map.of(), Map.of(), RejectionCode.RATE_LIMITED.name(), "too soon", null, "dec_2", List.of());
    }

    /** The economy after an accepted update. */
    public static Economy applied(Economy economy, ConfigUpdate update) {
        Map<EconomyParameter, Double> changes = new LinkedHashMap<>();
        update.economyOverrides()
                .forEach((name, value) ->
                        changes.put(EconomyParameter.ofWireName(name).orElseThrow(), value));
        return economy.with(changes);
    }

    /** Decides, is accepted, and returns the economy that results. */
    public static Economy acceptedCycle(Strategy strategy, Signals signals, Economy economy) {
        return strategy.decide(signals, economy)
                .map(update -> {
                    strategy.onResult(update, accepted(update));
                    return applied(economy, update);
                })
                .orElse(economy);
    }

    /** A strategy of the catalogue. */
    public static Strategy strategy(String name, Map<String, ?> settings, long seed) {
        StrategyFactory factory = CATALOG.find(name).orElseThrow();
        return factory.create(StrategySettings.of(factory.parameters(), settings), random(seed));
    }

    /** A strategy of the catalogue with its defaults. */
    public static Strategy strategy(String name) {
        return strategy(name, Map.of(), 1);
    }

    /** A seeded generator. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
