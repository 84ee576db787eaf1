package io.agentflux.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.Guardrail;
import io.agentflux.guardrail.Proposal;
import io.agentflux.guardrail.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What holds for every guardrail, as tests over many random proposals: extend it, give your guardrail, and run it as any JUnit 5
 * class.
 */
public abstract class GuardrailContract {

    private static final int PROPOSALS = 2_000;
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /** For subclasses. */
    protected GuardrailContract() {}

    /** The guardrail under test. */
    protected abstract Guardrail guardrail();

    @Test
    @DisplayName("the same proposal always gets the same verdict, whatever was judged in between")
    void isPure() {
        List<Proposal> proposals = proposals();
        Guardrail guardrail = guardrail();
        List<Verdict> verdicts = proposals.stream().map(guardrail::check).toList();

        for (int i = proposals.size() - 1; i >= 0; i--) {
            assertThat(guardrail.check(proposals.get(i)))
                    .as("the second verdict on %s", proposals.get(i))
                    .isEqualTo(verdicts.get(i));
        }
    }

    @Test
    @DisplayName("what passes are values of the proposal, finite and not negative, and what was cut back is told")
    void passesOnlyWhatWasAskedFor() {
        for (Proposal proposal : proposals()) {
            if (guardrail().check(proposal) instanceof Verdict.Passed passed) {
                assertThat(proposal.values().keySet())
                        .as("the parameters of %s", proposal)
                        .containsAll(passed.values().keySet());
                passed.values().forEach((parameter, value) -> {
                    assertThat(value)
                            .as("%s of %s", parameter, proposal)
                            .isFinite()
                            .isNotNegative();
                    if (passed.clampedDeltas().containsKey(parameter)) {
                        assertThat(passed.clampedDeltas().get(parameter).applied())
                                .as("what is told of %s of %s", parameter, proposal)
                                .isEqualTo(value);
                    }
                });
                assertThat(passed.values().keySet())
                        .as("the parameters that were cut back of %s", proposal)
                        .containsAll(passed.clampedDeltas().keySet());
            }
        }
    }

    @Test
    @DisplayName("what it has let pass it lets pass again, unchanged")
    void isIdempotent() {
        for (Proposal proposal : proposals()) {
            if (guardrail().check(proposal) instanceof Verdict.Passed passed) {
                assertThat(guardrail().check(proposal.withValues(passed.values())))
                        .as("the verdict on what has passed of %s", proposal)
                        .isInstanceOfSatisfying(Verdict.Passed.class, again -> assertThat(again.values())
                                .isEqualTo(passed.values()));
            }
        }
    }

    @Test
    @DisplayName("a refusal tells people why, and names no time that has passed already")
    void explainsRefusals() {
        for (Proposal proposal : proposals()) {
            if (guardrail().check(proposal) instanceof Verdict.Rejected rejected) {
                assertThat(rejected.detail()).as("why %s is refused", proposal).isNotBlank();
                if (rejected.nextAllowedUpdate() != null) {
                    assertThat(rejected.nextAllowedUpdate()).isAfter(proposal.now());
                }
            }
        }
    }

    /** Proposals of all kinds, the same in every run. */
    private static List<Proposal> proposals() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        List<Proposal> proposals = new ArrayList<>();
        for (int i = 0; i < PROPOSALS; i++) {
            Map<EconomyParameter, Double> requested = values(random, 0.3);
            Economy current = Economy.defaults().with(values(random, 0.5));
            boolean isPlain = random.nextDouble() < 0.7;
            ExperimentStatus[] all = ExperimentStatus.values();
            proposals.add(new Proposal(
                    requested,
                    requested,
                    current,
                    !isPlain && random.nextBoolean(),
                    isPlain ? ExperimentStatus.RUNNING : all[random.nextInt(all.length)],
                    !isPlain && random.nextBoolean() ? freeze(random) : null,
                    random.nextBoolean() ? NOW.minus(Duration.ofMinutes(random.nextInt(100))) : null,
                    NOW));
        }
        return proposals;
    }

    private static Proposal.Freeze freeze(RandomGenerator random) {
        @Nullable Instant until = random.nextBoolean() ? NOW.plus(Duration.ofHours(1)) : null;
        return new Proposal.Freeze("for this test", until);
    }

    private static Map<EconomyParameter, Double> values(RandomGenerator random, double share) {
        Map<EconomyParameter, Double> values = new LinkedHashMap<>();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            if (random.nextDouble() < share) {
                values.put(parameter, value(random));
            }
        }
        return values;
    }

    private static double value(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 3 * random.nextDouble();
            case 2 -> 1e6 * random.nextDouble();
            default -> Math.rint(60 * random.nextDouble());
        };
    }
}
