package io.agentflux.strategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.agentflux.arena.Economy;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every factory of the catalogue. */
class CatalogTest {

    private static final String KEBAB_CASE = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    static Stream<StrategyFactory> factories() {
        return StrategyCatalog.load(CatalogTest.class.getClassLoader()).factories().stream();
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
            for (Object value : extremes(parameter)) {
                Strategy strategy = factory.create(
                        StrategySettings.of(factory.parameters(), Map.of(parameter.name(), value)), Worlds.random(1));
                assertThatCode(() -> play(strategy, 12))
                        .as("%s: %s", parameter.name(), value)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static List<?> extremes(StrategyParameter parameter) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            return List.of(quantity.minimum(), quantity.maximum());
        }
        if (parameter instanceof StrategyParameter.Choice choice) {
            return choice.choices();
        }
        List<Object> economies = new ArrayList<>(((StrategyParameter.Economies) parameter).choices());
        economies.add(Map.of("nothing", Map.of("scanXp", 0), "much", Map.of("scanXp", 1e6, "photoXp", 0.5)));
        return economies;
    }

    /** Decides some cycles in a world that gets better and worse. */
    private static void play(Strategy strategy, int cycles) {
        Economy economy = Economy.defaults();
        for (int cycle = 0; cycle < cycles; cycle++) {
            economy = Worlds.acceptedCycle(strategy, Worlds.threeMetrics(cycle % 7, 0.1 * (cycle % 10), 0.4), economy);
        }
    }
}
