package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.IssuedToken;
import io.agentflux.sandbox.experiment.StrategyTokens;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.IngestTokens;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is kept is in force, whether or not whoever asked for it is still there. */
class CancelledChangeTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final Map<EconomyParameter, Double> ECONOMY = Map.of(EconomyParameter.SCAN_XP, 12.0);
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
            .build();

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final Experiments experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
    private final StrategyTokens tokens = experiments.tokens();
    private final IngestTokens ingestTokens = now(IngestTokens.load(store, clock));

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private void hangUpOn(Publisher<?> change) {
        HastyCaller.hangUpOn(change, store);
        store.remove("nothing", "but a barrier").block(SOON);
    }

    @Test
    @DisplayName("an experiment is there though its creator hung up")
    void creation() {
        hangUpOn(experiments.create(SPEC, CAUSE));

        assertThat(experiments.find("exp_1")).isPresent();
    }

    @Test
    @DisplayName("a tenant's economy is in force though who set it hung up")
    void tenantEconomy() {
        hangUpOn(experiments.changeTenantEconomy(SPEC.tenant(), ECONOMY, CAUSE));

        assertThat(experiments.tenantEconomy(SPEC.tenant())).isEqualTo(ECONOMY);
    }

    @Test
    @DisplayName("a token opens nothing any more though who revoked it hung up")
    void revocation() {
        IssuedToken token = now(tokens.issue(SPEC, "a", CAUSE));

        hangUpOn(tokens.revoke(token.token().id(), CAUSE));

        assertThat(tokens.isValid(tokens.find(token.secret()).orElseThrow())).isFalse();
    }

    @Test
    @DisplayName("a token is replaced though who rotated it hung up")
    void rotation() {
        IssuedToken token = now(tokens.issue(SPEC, "a", CAUSE));

        hangUpOn(tokens.rotate(token.token().id(), CAUSE));

        assertThat(tokens.isValid(tokens.find(token.secret()).orElseThrow())).isFalse();
        assertThat(tokens.ofExperiment("exp_1")).hasSize(2);
    }

    @Test
    @DisplayName("a token is known though who asked for it hung up")
    void issue() {
        hangUpOn(tokens.issue(SPEC, "a", CAUSE));

        assertThat(tokens.ofExperiment("exp_1")).hasSize(1);
    }

    @Test
    @DisplayName("an ingest token opens nothing any more though who revoked or rotated it hung up")
    void ingestTokens() {
        hangUpOn(ingestTokens.issue("exp_1", null, null, StrategyTokens.LIFETIME, CAUSE));
        assertThat(ingestTokens.all()).hasSize(1);

        hangUpOn(ingestTokens.rotate(ingestTokens.all().get(0).id(), CAUSE));
        assertThat(ingestTokens.all()).hasSize(2);
        assertThat(ingestTokens.all()).filteredOn(ingestTokens::isValid).hasSize(1);

        hangUpOn(ingestTokens.revoke(
                ingestTokens.all().stream()
                        .filter(ingestTokens::isValid)
                        .findFirst()
                        .orElseThrow()
                        .id(),
                CAUSE));
        assertThat(ingestTokens.all()).noneMatch(ingestTokens::isValid);
    }
}
