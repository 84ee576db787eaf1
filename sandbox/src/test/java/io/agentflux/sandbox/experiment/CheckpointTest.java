package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class CheckpointTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Cause CAUSE = new Cause("test", "because");
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(
                            VariantSpec.control("control"),
                            VariantSpec.treatment("a", GuardrailLimits.standard()),
                            VariantSpec.treatment("b", GuardrailLimits.standard())
                                    .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true))))
            .people(new PeopleSpec.Simulated("stationary", 3, 30))
            .tenantEconomy(Map.of(EconomyParameter.PHOTO_XP, 7.0))
            .build();

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private Experiments open() {
        return now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
    }

    /** One of everything that a state can hold. */
    private Experiment eventful(Experiments experiments) {
        Experiment experiment = now(experiments.create(SPEC, CAUSE));
        experiment.start(CAUSE).block(SOON);
        clock.advanceBy(Duration.ofDays(1));
        ConfigResult cutBack = now(experiment.arena("a").submit(scanXp(100)));
        ConfigResult tooEarly = now(experiment.arena("a").submit(scanXp(11)));
        ConfigResult waiting = now(experiment
                .arena("b")
                .submit(new ConfigUpdate(
                        Map.of("scanXp", 12.0, "none", 1.0),
                        "müde \ud83d \u0000",
                        Map.of("n", 1, "big", 1L << 40, "of", List.of(1.5, "x"), "in", Map.of("yes", true)))));
        experiment.freeze("a", null, CAUSE).block(SOON);
        experiment.freeze(null, START.plus(Duration.ofDays(9)), CAUSE).block(SOON);
        assertThat(cutBack.clampedDeltas()).isNotEmpty();
        assertThat(tooEarly.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(waiting.isRejectedAs(RejectionCode.APPROVAL_REQUIRED)).isTrue();
        return experiment;
    }

    private static ConfigUpdate scanXp(double value) {
        return ConfigUpdate.of(EconomyParameter.SCAN_XP, value, "because");
    }

    @Test
    @DisplayName("a checkpoint is read as it was written, whatever happened before")
    void roundTrip() {
        Checkpoint drafted = Checkpoint.of(1, Experiment.simulated(SPEC, clock).state());
        Checkpoint eventful = Checkpoint.of(1L << 40, eventful(open()).state());

        assertThat(Checkpoint.read(body(drafted))).contains(drafted);
        assertThat(Checkpoint.read(body(eventful))).contains(eventful);
    }

    @Test
    @DisplayName("a checkpoint of another format, or with other members, is not read")
    void otherVersions() {
        String body = body(Checkpoint.of(1, Experiment.simulated(SPEC, clock).state()));

        assertThat(Checkpoint.read(body)).isPresent();
        assertThat(Checkpoint.read(body.replace("\"format\":3", "\"format\":1")))
                .isEmpty();
        assertThat(Checkpoint.read(body.replace("\"daysPlayed\":0,", ""))).isEmpty();
        assertThat(Checkpoint.read(body.replace("\"daysPlayed\":0,", "\"daysPlayed\":0,\"more\":1,")))
                .isEmpty();
    }

    @Test
    @DisplayName("a start takes the state from the checkpoint and does not work it out again")
    void startsFromTheCheckpoint() {
        Experiments before = open();
        ExperimentState state = eventful(before).state();
        before.close().block(SOON);
        String kept = now(store.document(Checkpoint.KIND, SPEC.id())).body();
        assertThat(state.variant("a").rejected()).isEqualTo(1);
        assertThat(kept).containsOnlyOnce("\"accepted\":1,\"rejected\":1,");

        // no sequence of events leads here, so whoever says so has read it
        store.commit(List.of(new Change.Overwrite(
                        Checkpoint.KIND,
                        SPEC.id(),
                        kept.replace("\"accepted\":1,\"rejected\":1,", "\"accepted\":1,\"rejected\":41,"))))
                .block(SOON);
        ExperimentState again = open().find(SPEC.id()).orElseThrow().state();

        assertThat(again.variant("a").rejected()).isEqualTo(41);
        assertThat(again.variant("b")).isEqualTo(state.variant("b"));
    }

    private static String body(Checkpoint checkpoint) {
        return ((Change.Overwrite) checkpoint.put("exp_1")).body();
    }
}
