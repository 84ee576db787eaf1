package io.agentflux.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What holds for every good strategy, as tests: extend it, make your strategy, and run it as any JUnit 5 class.
 *
 * <pre>{@code
 * class MyStrategyTest extends StrategyContract {
 *     @Override
 *     protected Strategy create(RandomGenerator random) {
 *         return new MyStrategy(random);
 *     }
 * }
 * }</pre>
 */
public abstract class StrategyContract {

    private static final int CYCLES = 200;

    /** For subclasses. */
    protected StrategyContract() {}

    /** Makes a new strategy whose only source of chance is {@code random}. */
    protected abstract Strategy create(RandomGenerator random);

    /** Whether it acts although no metric rests on enough people, as one that explores blindly does; false by default. */
    protected boolean actsWithoutEvidence() {
        return false;
    }

    @Test
    @DisplayName("without metrics it throws nothing, and holds")
    void survivesWithoutMetrics() {
        Signals empty = new Signals(0, 0, 0, 0, 0, Map.of(), null);
        assertHolds(empty);
    }

    @Test
    @DisplayName("on metrics that rest on nine people it holds")
    void ignoresSmallSamples() {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            metrics.put(metric.name(), MetricSignal.of(0.1, null, 9));
        }
        assertHolds(new Signals(80, 40, 60, 1_000, 3, metrics, null));
    }

    private void assertHolds(Signals signals) {
        Strategy strategy = create(random(1));
        for (int cycle = 0; cycle < 20; cycle++) {
            Optional<ConfigUpdate> decided = strategy.decide(signals, Economy.defaults());
            if (!actsWithoutEvidence()) {
                assertThat(decided).as("what it proposes on %s", signals).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("what it proposes are whole numbers of known parameters that change something, with a reason")
    void proposesSensibly() {
        play(create(random(3)), 4).forEach(proposal -> {
            assertThat(proposal.update.reasoning())
                    .as("the reason of %s", proposal)
                    .isNotBlank();
            proposal.update.economyOverrides().forEach((name, value) -> {
                assertThat(EconomyParameter.ofWireName(name)).as(name).isPresent();
                assertThat(value).as(name).isEqualTo(Math.rint(value));
            });
            assertThat(proposal.changed()).as("what %s changes", proposal).isNotEqualTo(proposal.economy);
        });
    }

    @Test
    @DisplayName("with the same seed and in the same world it decides the same")
    void isDeterministic() {
        assertThat(play(create(random(5)), 6)).isEqualTo(play(create(random(5)), 6));
    }

    @Test
    @DisplayName("it survives an economy of zeros, of huge values and of fractions")
    void survivesStrangeEconomies() {
        for (double value : new double[] {0, 0.3, 1e9}) {
            Map<EconomyParameter, Double> values = new LinkedHashMap<>();
            for (EconomyParameter parameter : EconomyParameter.values()) {
                values.put(parameter, value);
            }
            Economy economy = Economy.defaults().with(values);
            Strategy strategy = create(random(1));
            RandomGenerator world = random(2);
            for (int cycle = 0; cycle < 40; cycle++) {
                strategy.decide(signals(world), economy);
            }
        }
    }

    @Test
    @DisplayName("it survives an arena that refuses everything, for whatever reason")
    void survivesRefusals() {
        Strategy strategy = create(random(1));
        RandomGenerator world = random(2);
        List<String> codes = new ArrayList<>();
        for (RejectionCode code : RejectionCode.values()) {
            codes.add(code.name());
        }
        codes.add("A_CODE_OF_TOMORROW");
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            String code = codes.get(cycle % codes.size());
            strategy.decide(signals(world), Economy.defaults())
                    .ifPresent(update -> strategy.onResult(update, refused(code)));
        }
    }

    private record Proposal(Economy economy, ConfigUpdate update) {
        private Economy changed() {
            return economy.with(EconomyParameter.known(update.economyOverrides()));
        }
    }

    /** Plays in a world that wanders and sometimes refuses, and returns what was proposed. */
    private static List<Proposal> play(Strategy strategy, long worldSeed) {
        RandomGenerator world = random(worldSeed);
        Economy economy = Economy.defaults();
        List<Proposal> proposals = new ArrayList<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            Optional<ConfigUpdate> decided = strategy.decide(signals(world), economy);
            boolean isAccepted = world.nextDouble() < 0.7;
            if (decided.isPresent()) {
                Proposal proposal = new Proposal(economy, decided.get());
                proposals.add(proposal);
                strategy.onResult(
                        proposal.update,
                        isAccepted ? accepted(proposal.update) : refused(RejectionCode.RATE_LIMITED.name()));
                economy = isAccepted ? proposal.changed() : economy;
            }
        }
        return proposals;
    }

    private static Signals signals(RandomGenerator world) {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            double value = metric.kind() == Metric.Kind.MEAN ? 6 * world.nextDouble() : world.nextDouble();
            if (world.nextDouble() < 0.95) {
                metrics.put(metric.name(), MetricSignal.of(value, null, 5 + world.nextInt(200)));
            }
        }
        return new Signals(100, 40, 70, 5_000, 1 + world.nextInt(60), metrics, null);
    }

    private static ConfigResult accepted(ConfigUpdate update) {
        return new ConfigResult(true, update.economyOverrides(), Map.of(), null, null, null, "dec_1", List.of());
    }

    private static ConfigResult refused(String code) {
        return new ConfigResult(false, Map.of(), Map.of(), code, "for this test", null, "dec_2", List.of());
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
