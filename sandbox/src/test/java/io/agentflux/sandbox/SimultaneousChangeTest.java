package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.activity.ActivityIntake;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.IssuedToken;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.StrategyTokens;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.IngestTokens;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Two who change the same thing at once get what they would have got one after the other. */
class SimultaneousChangeTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
            .build();

    private static final Map<EconomyParameter, Double> ECONOMY = Map.of(EconomyParameter.SCAN_XP, 12.0);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final Experiments experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    /** Asks twice before the first is answered. */
    private <T> List<Signal<T>> twice(Mono<T> change) {
        return atOnce(change, change);
    }

    /** Asks for the second before the first is answered. */
    private <T> List<Signal<T>> atOnce(Mono<? extends T> first, Mono<? extends T> second) {
        List<Mono<Signal<T>>> answers = Stream.<Mono<? extends T>>of(first, second)
                .map(asked -> asked.<T>map(answer -> answer).materialize().cache())
                .toList();
        HeldUpStore.during(store, () -> answers.forEach(Mono::subscribe));
        return answers.stream().map(SimultaneousChangeTest::now).toList();
    }

    private static <T> void assertSecondRefused(List<Signal<T>> answers) {
        assertThat(answers).extracting(Signal::isOnError).containsExactly(false, true);
        assertThat(answers.get(1).getThrowable()).isInstanceOf(IllegalStateException.class);
    }

    private static <T> void assertOneWon(List<Signal<T>> answers) {
        assertThat(answers).filteredOn(Signal::isOnNext).hasSize(1);
        assertThat(answers)
                .filteredOn(Signal::isOnError)
                .singleElement()
                .extracting(Signal::getThrowable)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("of two who replace a token one gets another")
    void rotation() {
        StrategyTokens tokens = experiments.tokens();
        String id = now(tokens.issue(SPEC, "a", CAUSE)).token().id();

        assertOneWon(twice(tokens.rotate(id, CAUSE)));

        assertThat(tokens.ofExperiment("exp_1"))
                .hasSize(2)
                .filteredOn(tokens::isValid)
                .hasSize(1);
    }

    private static String issued(IngestTokens tokens) {
        return now(tokens.issue("exp_1", null, null, StrategyTokens.LIFETIME, CAUSE))
                .token()
                .id();
    }

    @Test
    @DisplayName("of two who replace an ingest token one gets another")
    void ingestRotation() {
        IngestTokens tokens = now(IngestTokens.load(store, clock));
        String id = issued(tokens);

        assertOneWon(twice(tokens.rotate(id, CAUSE)));

        assertThat(tokens.all()).hasSize(2).filteredOn(tokens::isValid).hasSize(1);
    }

    @Test
    @DisplayName("a variant without a token that is asked for by two gets one, also if many more wait")
    void standing() {
        StrategyTokens tokens = experiments.tokens();
        List<Mono<IssuedToken>> answers = Stream.generate(
                        () -> tokens.standing(SPEC, "a", CAUSE).cache())
                .limit(10_000)
                .toList();

        HeldUpStore.during(store, () -> answers.forEach(Mono::subscribe));

        assertThat(answers.stream().map(answer -> now(answer).secret()).distinct())
                .hasSize(1);
        assertThat(tokens.ofExperiment("exp_1")).hasSize(1);
    }

    @Test
    @DisplayName("two who revoke a token at the same time have both revoked it, once")
    void revocation() {
        StrategyTokens tokens = experiments.tokens();
        String id = now(tokens.issue(SPEC, "a", CAUSE)).token().id();
        Mono<Void> first = tokens.revoke(id, CAUSE).cache();
        Mono<Void> second = tokens.revoke(id, CAUSE).cache();

        HeldUpStore.during(store, () -> {
            first.subscribe();
            second.subscribe();
        });

        assertThatNoException().isThrownBy(() -> {
            first.block(SOON);
            second.block(SOON);
        });
        assertThat(tokens.ofExperiment("exp_1")).noneMatch(tokens::isValid);
        assertThat(now(store.events(EventQuery.all().ofType(EventType.TOKEN_REVOKED))
                        .count()))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("who revokes a token that is being replaced is told so, and the other way round")
    void rotationBesideRevocation() {
        StrategyTokens tokens = experiments.tokens();
        String first = now(tokens.issue(SPEC, "a", CAUSE)).token().id();
        assertSecondRefused(atOnce(tokens.revoke(first, CAUSE), tokens.rotate(first, CAUSE)));
        assertThat(tokens.ofExperiment("exp_1")).noneMatch(tokens::isValid);

        String second = now(tokens.issue(SPEC, "a", CAUSE)).token().id();
        assertSecondRefused(atOnce(tokens.rotate(second, CAUSE), tokens.revoke(second, CAUSE)));
        assertThat(tokens.ofExperiment("exp_1")).filteredOn(tokens::isValid).hasSize(1);
    }

    @Test
    @DisplayName("who revokes an ingest token that is being replaced is told so, and the other way round")
    void ingestRotationBesideRevocation() {
        IngestTokens tokens = now(IngestTokens.load(store, clock));
        String first = issued(tokens);
        assertSecondRefused(atOnce(tokens.revoke(first, CAUSE), tokens.rotate(first, CAUSE)));
        assertThat(tokens.all()).noneMatch(tokens::isValid);

        String second = issued(tokens);
        assertSecondRefused(atOnce(tokens.rotate(second, CAUSE), tokens.revoke(second, CAUSE)));
        assertThat(tokens.all()).filteredOn(tokens::isValid).hasSize(1);
    }

    @Test
    @DisplayName("an experiment that is on its way to the disk takes part in a change of its tenant's economy")
    void economyOfNewExperiment() {
        Mono<Experiment> creation = experiments.create(SPEC, CAUSE).cache();
        Mono<Void> change =
                experiments.changeTenantEconomy(SPEC.tenant(), ECONOMY, CAUSE).cache();

        HeldUpStore.during(store, () -> {
            creation.subscribe();
            HeldUpStore.awaitWaiting(store);
            change.subscribe();
        });
        change.block(SOON);

        assertThat(now(creation).state().tenantEconomy()).isEqualTo(ECONOMY);
    }

    @Test
    @DisplayName("an experiment that is created while its tenant's economy is on its way to the disk begins with that")
    void changeBeforeCreation() {
        Sinks.Empty<Void> begun = Sinks.empty();
        Experiments live = now(
                Experiments.open(store, clock, Experiments.Settings.ofDefaults().livePeople((experiment, variant) -> {
                    begun.tryEmitEmpty();
                    return ActivityIntake.people().of(experiment, variant);
                })));
        Mono<Void> change =
                live.changeTenantEconomy(SPEC.tenant(), ECONOMY, CAUSE).cache();
        Mono<Experiment> creation = live.create(
                        SPEC.mutate().people(new PeopleSpec.Live()).build(), CAUSE)
                .cache();

        HeldUpStore.during(store, () -> {
            change.subscribe();
            HeldUpStore.awaitWaiting(store);
            creation.subscribe();
            begun.asMono().block(SOON);
        });
        change.block(SOON);

        assertThat(now(creation).state().tenantEconomy()).isEqualTo(ECONOMY);
    }
}
