package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Parameters that an experiment declares beside the ten. */
class ParametersTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final ExtraParameter CAP =
            new ExtraParameter("dailyXpCap", ExtraParameter.Kind.INTEGER, 500, new Bounds(50, 1_000), "Points a day.");
    private static final ExtraParameter FREEZES = ExtraParameter.ofBoolean("streakFreezeAllowed", false, "");
    private static final List<VariantSpec> VARIANTS = List.of(
            VariantSpec.control("control"),
            VariantSpec.treatment("a", GuardrailLimits.standard()).startingWithParameters(Map.of("dailyXpCap", 200.0)),
            VariantSpec.treatment("b", GuardrailLimits.standard())
                    .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true)));
    private static final ExperimentSpec SPEC = ExperimentSpec.builder("exp", "Test", VARIANTS)
            .people(new PeopleSpec.Simulated("stationary", 3, 20))
            .parameters(List.of(CAP, FREEZES))
            .build();

    @TempDir
    private Path folder;

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private ExperimentStore store;
    private Experiments experiments;

    @BeforeEach
    void open() {
        store = now(ExperimentStore.open(folder.resolve("test.db").toString(), Schedulers.parallel()));
        experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
    }

    @AfterEach
    void close() {
        experiments.close().block(SOON);
        store.close().block(SOON);
    }

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private Experiment running() {
        Experiment experiment = now(experiments.create(SPEC, CAUSE));
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private static ConfigResult submit(Arena arena, Map<String, Double> overrides) {
        return now(arena.submit(new ConfigUpdate(overrides, "a test", Map.of())));
    }

    private static Map<String, Double> extra(Arena arena) {
        return now(arena.variant()).economy().extra();
    }

    @Test
    @DisplayName("a declared parameter has its default, or with what the variant begins")
    void hasItsDefault() {
        Experiment experiment = running();

        assertThat(extra(experiment.arena("a"))).isEqualTo(Map.of("dailyXpCap", 200.0, "streakFreezeAllowed", 0.0));
        assertThat(extra(experiment.arena("b"))).isEqualTo(Map.of("dailyXpCap", 500.0, "streakFreezeAllowed", 0.0));
        assertThat(now(experiment.arena("a").scoreboard())
                        .variants()
                        .get(0)
                        .economy()
                        .extra())
                .containsEntry("dailyXpCap", 500.0);
    }

    @Test
    @DisplayName("an update may name them, alone or with the ten; the delta limit and the range cut it back")
    void takesUpdates() {
        Arena arena = running().arena("a");

        ConfigResult alone = submit(arena, Map.of("dailyXpCap", 900.0));
        assertThat(alone.accepted()).isTrue();
        assertThat(alone.ignoredKeys()).isEmpty();
        assertThat(alone.appliedConfig()).isEqualTo(Map.of("dailyXpCap", 300.0));
        assertThat(alone.clampedDeltas()).isEqualTo(Map.of("dailyXpCap", ClampedDelta.of(200, 900, 300, 200, 100)));
        assertThat(extra(arena)).containsEntry("dailyXpCap", 300.0);
        assertThat(submit(arena, Map.of("dailyXpCap", 310.0)).isRejectedAs(RejectionCode.RATE_LIMITED))
                .isTrue();

        clock.advanceBy(Duration.ofHours(1));
        ConfigResult mixed =
                submit(arena, Map.of("scanXp", 100.0, "streakFreezeAllowed", 1.0, "dailyXpCap", 310.0, "noSuch", 1.0));
        assertThat(mixed.appliedConfig())
                .isEqualTo(Map.of("scanXp", 15.0, "streakFreezeAllowed", 1.0, "dailyXpCap", 310.0));
        assertThat(mixed.clampedDeltas()).containsOnlyKeys("scanXp");
        assertThat(mixed.ignoredKeys()).containsExactly("noSuch");
        assertThat(now(arena.decisions(1, 10)).decisions())
                .extracting(decision -> decision.result().appliedConfig().get("dailyXpCap"))
                .containsExactlyInAnyOrder(300.0, 310.0, null);
    }

    @Test
    @DisplayName("what is not declared is ignored as ever, and the refusal names what there is")
    void ignoresTheUndeclared() {
        ConfigResult result = submit(running().arena("a"), Map.of("levelThreshold", 3.0));

        assertThat(result.isRejectedAs(RejectionCode.NO_VALID_KEYS)).isTrue();
        assertThat(result.ignoredKeys()).containsExactly("levelThreshold");
        assertThat(result.rejectionDetail()).contains("dailyXpCap, streakFreezeAllowed beside them");
    }

    @Test
    @DisplayName("the control is locked and approval is asked for, as for the ten")
    void obeysTheOtherRules() {
        Experiment experiment = running();
        assertThat(submit(experiment.arena("control"), Map.of("dailyXpCap", 400.0))
                        .isRejectedAs(RejectionCode.CONTROL_VARIANT_IMMUTABLE))
                .isTrue();

        ConfigResult waiting = submit(experiment.arena("b"), Map.of("dailyXpCap", 400.0, "scanXp", 12.0));
        assertThat(waiting.isRejectedAs(RejectionCode.APPROVAL_REQUIRED)).isTrue();
        assertThat(waiting.rejectionDetail()).contains("scanXp to 12, dailyXpCap to 400.");
        assertThat(extra(experiment.arena("b"))).containsEntry("dailyXpCap", 500.0);

        now(experiment.approve("b", waiting.decisionLogId(), CAUSE));
        assertThat(extra(experiment.arena("b"))).containsEntry("dailyXpCap", 400.0);
    }

    @Test
    @DisplayName("values survive a restart, an update of the tenant's economy, and are taken back by a revert")
    void lasts() {
        Experiment experiment = running();
        submit(experiment.arena("a"), Map.of("dailyXpCap", 250.0));
        experiments
                .changeTenantEconomy("default", Map.of(EconomyParameter.PHOTO_XP, 3.0), CAUSE)
                .block(SOON);
        assertThat(extra(experiment.arena("a"))).containsEntry("dailyXpCap", 250.0);
        ExperimentState state = experiment.state();
        List<Decision> decisions = now(experiment.arena("a").decisions(1, 10)).decisions();

        close();
        open();

        Experiment again = experiments.find("exp").orElseThrow();
        assertThat(again.spec()).isEqualTo(SPEC);
        assertThat(again.state()).isEqualTo(state);
        assertThat(now(again.arena("a").decisions(1, 10)).decisions()).isEqualTo(decisions);
        again.revert("a", CAUSE).block(SOON);
        assertThat(extra(again.arena("a"))).containsEntry("dailyXpCap", 200.0);
    }

    @Test
    @DisplayName("what the arena itself does not apply is told, and what cannot be declared is refused")
    void tellsWhatHasNoEffect() {
        assertThat(SPEC.parametersWithoutEffect()).containsExactly("dailyXpCap", "streakFreezeAllowed");
        assertThat(SPEC.mutate().people(new PeopleSpec.Live()).build().parametersWithoutEffect())
                .containsExactly("streakFreezeAllowed");
        assertThatThrownBy(() -> SPEC.mutate().parameters(List.of(FREEZES)).build())
                .hasMessageContaining("variant 'a' begins with a value of 'dailyXpCap'");
        assertThatThrownBy(() -> SPEC.mutate().parameters(List.of(CAP, CAP)).build())
                .hasMessageContaining("declares the parameter 'dailyXpCap' twice");
        assertThatThrownBy(() -> SPEC.mutate().profile(Profile.COMPATIBLE).build())
                .hasMessageContaining("compatible profile does not know");
    }
}
