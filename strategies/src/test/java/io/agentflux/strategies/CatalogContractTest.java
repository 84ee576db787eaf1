package io.agentflux.strategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every strategy of the catalogue. */
class CatalogContractTest {

    private static final String KEBAB_CASE = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    static Stream<StrategyFactory> factories() {
        return StrategyCatalog.load(CatalogContractTest.class.getClassLoader()).factories().stream();
    }

    private static Strategy create(StrategyFactory factory, long seed) {
        return factory.create(StrategySettings.ofDefaults(factory.parameters()), Worlds.random(seed));
    }

    @Test
    @DisplayName("the strategies that files rely on are there")
    void hasTheStrategies() {
        assertThat(factories())
                .extracting(StrategyFactory::name)
                .containsExactly(
                        "bayesian",
                        "epsilon-greedy",
                        "explore-then-exploit",
                        "gaussian-thompson",
                        "hedge",
                        "hold",
                        "linucb",
                        "multi-metric",
                        "pid",
                        "production",
                        "random-walk",
                        "rules",
                        "sandbox-rules",
                        "static",
                        "thompson",
                        "ucb1");
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("names are lower case with dashes, descriptions are sentences, defaults are permitted")
    void isWellFormed(StrategyFactory factory) {
        assertThat(factory.name()).matches(KEBAB_CASE);
        assertThat(factory.description()).matches("[A-Z].*[.]").hasSizeLessThan(140);
        assertThat(factory.parameters()).extracting(StrategyParameter::name).doesNotHaveDuplicates();
        for (StrategyParameter parameter : factory.parameters()) {
            assertThat(parameter.name()).matches(KEBAB_CASE);
            assertThat(parameter.description()).matches("[A-Z].*[.]");
        }
        assertThatCode(() -> create(factory, 1)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("every choice, and both ends of every range, make a strategy that decides")
    void everySettingWorks(StrategyFactory factory) {
        for (StrategyParameter parameter : factory.parameters()) {
            List<?> values = parameter instanceof StrategyParameter.Choice choice
                    ? choice.choices()
                    : List.of(
                            ((StrategyParameter.Quantity) parameter).minimum(),
                            ((StrategyParameter.Quantity) parameter).maximum());
            for (Object value : values) {
                Strategy strategy = factory.create(
                        StrategySettings.of(factory.parameters(), Map.of(parameter.name(), value)), Worlds.random(1));
                assertThatCode(() -> play(strategy, 7, 12))
                        .as("%s: %s", parameter.name(), value)
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("without metrics nothing is thrown, and by default only the random walk acts")
    void survivesWithoutMetrics(StrategyFactory factory) {
        Strategy strategy = create(factory, 1);
        Signals empty = new Signals(0, 0, 0, 0, 0, Map.of(), null);

        for (int cycle = 0; cycle < 20; cycle++) {
            Optional<ConfigUpdate> decided = strategy.decide(empty, Economy.defaults());
            if (!factory.name().equals("random-walk")) {
                assertThat(decided).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("on samples of nine people nothing is done but by the random walk")
    void ignoresSmallSamples(StrategyFactory factory) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            values.put(metric, 0.1);
        }
        Strategy strategy = create(factory, 1);

        for (int cycle = 0; cycle < 20; cycle++) {
            Optional<ConfigUpdate> decided = strategy.decide(Worlds.signals(values, 9), Economy.defaults());
            if (!factory.name().equals("random-walk")) {
                assertThat(decided).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("proposals are whole numbers of known parameters that change something, with a reason")
    void proposesSensibly(StrategyFactory factory) {
        for (ConfigUpdate update : play(create(factory, 3), 4, 200)) {
            assertThat(update.reasoning()).isNotBlank();
            update.economyOverrides().forEach((name, value) -> {
                assertThat(EconomyParameter.ofWireName(name)).as(name).isPresent();
                assertThat(value).isEqualTo(Math.rint(value));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("the same seed and the same world give the same decisions")
    void isDeterministic(StrategyFactory factory) {
        assertThat(play(create(factory, 5), 6, 200)).isEqualTo(play(create(factory, 5), 6, 200));
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("an economy of zeros, of huge values and of fractions is survived")
    void survivesStrangeEconomies(StrategyFactory factory) {
        for (double value : new double[] {0, 0.3, 1e9}) {
            Map<EconomyParameter, Double> values = new LinkedHashMap<>();
            for (EconomyParameter parameter : EconomyParameter.values()) {
                values.put(parameter, value);
            }
            Economy economy = Economy.defaults().with(values);
            Strategy strategy = create(factory, 1);
            RandomGenerator world = Worlds.random(2);
            for (int cycle = 0; cycle < 40; cycle++) {
                strategy.decide(world(world), economy);
            }
        }
    }

    /** Plays some cycles in a world that wanders and sometimes refuses, and returns what was proposed. */
    private static List<ConfigUpdate> play(Strategy strategy, long worldSeed, int cycles) {
        RandomGenerator world = Worlds.random(worldSeed);
        Economy economy = Economy.defaults();
        List<ConfigUpdate> proposals = new ArrayList<>();
        for (int cycle = 0; cycle < cycles; cycle++) {
            Optional<ConfigUpdate> decided = strategy.decide(world(world), economy);
            boolean isAccepted = world.nextDouble() < 0.7;
            if (decided.isPresent()) {
                ConfigUpdate update = decided.get();
                assertThat(Worlds.applied(economy, update))
                        .as("what %s changes", update)
                        .isNotEqualTo(economy);
                proposals.add(update);
                strategy.onResult(update, isAccepted ? Worlds.accepted(update) : Worlds.refused());
                economy = isAccepted ? Worlds.applied(economy, update) : economy;
            }
        }
        return proposals;
    }

    private static Signals world(RandomGenerator world) {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            double value = metric.kind() == Metric.Kind.MEAN ? 6 * world.nextDouble() : world.nextDouble();
            if (world.nextDouble() < 0.95) {
                metrics.put(metric.name(), MetricSignal.of(value, null, 5 + world.nextInt(200)));
            }
        }
        return new Signals(100, 40, 70, 5_000, 1 + world.nextInt(60), metrics, null);
    }
}
