package io.agentflux.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.Verdict;
import io.agentflux.strategy.Strategy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

// the kits are played by hand, to see them fail
@SuppressWarnings("JUnitMethodInvoked")
class ContractsCatchOffendersTest {

    private static final AtomicInteger CALLS = new AtomicInteger();

    private static StrategyContract strategy(Strategy strategy) {
        return new StrategyContract() {
            @Override
            protected Strategy create(RandomGenerator random) {
                return strategy;
            }
        };
    }

    private static GuardrailContract guardrail(Guardrail guardrail) {
        return new GuardrailContract() {
            @Override
            protected Guardrail guardrail() {
                return guardrail;
            }
        };
    }

    private static Optional<ConfigUpdate> scanXp(double value, String reasoning) {
        return Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, value, reasoning));
    }

    @Test
    @DisplayName("a strategy that acts blindly, proposes nonsense, gives no reason or draws from elsewhere is caught")
    void catchesStrategies() {
        assertCaught(() -> strategy((signals, economy) -> scanXp(12, "blindly")).survivesWithoutMetrics());
        assertCaught(() -> strategy((signals, economy) -> scanXp(12, "blindly")).ignoresSmallSamples());
        assertCaught(() -> strategy((signals, economy) -> scanXp(12.5, "half")).proposesSensibly());
        assertCaught(() -> strategy((signals, economy) -> scanXp(12, " ")).proposesSensibly());
        assertCaught(
                () -> strategy((signals, economy) -> scanXp(economy.value(EconomyParameter.SCAN_XP), "changes nothing"))
                        .proposesSensibly());
        assertCaught(() -> strategy((signals, economy) -> scanXp(CALLS.incrementAndGet(), "from elsewhere"))
                .isDeterministic());
        assertThatThrownBy(() -> strategy((signals, economy) -> {
                            throw new ArithmeticException();
                        })
                        .survivesStrangeEconomies())
                .isInstanceOf(ArithmeticException.class);
        assertThatCode(() -> strategy((signals, economy) -> Optional.empty()).proposesSensibly())
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("a guardrail that remembers, invents, hides a cut, never settles or refuses without a word is caught")
    void catchesGuardrails() {
        assertCaught(() -> guardrail(proposal -> CALLS.incrementAndGet() % 2 == 0
                        ? Guardrail.pass(proposal)
                        : Guardrail.approval().check(proposal))
                .isPure());
        assertCaught(() -> guardrail(
                        proposal -> new Verdict.Passed(Map.of(EconomyParameter.STREAK_BONUS_CAP, 1.0), Map.of()))
                .passesOnlyWhatWasAskedFor());
        assertCaught(() -> guardrail(proposal -> {
                    Map<EconomyParameter, Double> values = new LinkedHashMap<>();
                    proposal.values().forEach((parameter, value) -> values.put(parameter, value / 2));
                    return new Verdict.Passed(values, Map.of());
                })
                .isIdempotent());
        assertCaught(() -> guardrail(
                        proposal -> new Verdict.Rejected(io.agentflux.arena.RejectionCode.RATE_LIMITED, "", null))
                .explainsRefusals());
        assertCaught(() -> guardrail(proposal ->
                        new Verdict.Rejected(io.agentflux.arena.RejectionCode.RATE_LIMITED, "later", proposal.now()))
                .explainsRefusals());
    }

    private static void assertCaught(Runnable test) {
        assertThatThrownBy(test::run).isInstanceOf(AssertionError.class);
    }
}
