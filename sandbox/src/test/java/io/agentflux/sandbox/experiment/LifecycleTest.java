package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.ForwardingScheduler;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;

class LifecycleTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Cause CAUSE = new Cause("test", "because");

    /** Written down again here, so that a slip in the code shows. */
    private static final Map<ExperimentStatus, Set<ExperimentStatus>> ALLOWED = Map.of(
            ExperimentStatus.DRAFT, Set.of(ExperimentStatus.RECRUITING, ExperimentStatus.ARCHIVED),
            ExperimentStatus.RECRUITING, Set.of(ExperimentStatus.RUNNING),
            ExperimentStatus.RUNNING, Set.of(ExperimentStatus.PAUSED, ExperimentStatus.COMPLETED),
            ExperimentStatus.PAUSED, Set.of(ExperimentStatus.RUNNING, ExperimentStatus.COMPLETED),
            ExperimentStatus.COMPLETED, Set.of(ExperimentStatus.ARCHIVED),
            ExperimentStatus.ARCHIVED, Set.of());

    private static final Map<ExperimentStatus, List<ExperimentStatus>> WAY = Map.of(
            ExperimentStatus.DRAFT, List.of(),
            ExperimentStatus.RECRUITING, List.of(ExperimentStatus.RECRUITING),
            ExperimentStatus.RUNNING, List.of(ExperimentStatus.RECRUITING, ExperimentStatus.RUNNING),
            ExperimentStatus.PAUSED,
                    List.of(ExperimentStatus.RECRUITING, ExperimentStatus.RUNNING, ExperimentStatus.PAUSED),
            ExperimentStatus.COMPLETED,
                    List.of(ExperimentStatus.RECRUITING, ExperimentStatus.RUNNING, ExperimentStatus.COMPLETED),
            ExperimentStatus.ARCHIVED, List.of(ExperimentStatus.ARCHIVED));

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);

    private Experiment in(ExperimentStatus status) {
        Experiment experiment = Experiment.simulated(spec().build(), clock);
        for (ExperimentStatus step : WAY.get(status)) {
            experiment.moveTo(step, CAUSE).block(SOON);
        }
        assertThat(experiment.status()).isEqualTo(status);
        return experiment;
    }

    private static ExperimentSpec.Builder spec() {
        return ExperimentSpec.builder(
                        "exp_1",
                        "Test",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .people(new PeopleSpec.Simulated("stationary", 1, 10));
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(ExperimentStatus.values())
                .flatMap(from -> Arrays.stream(ExperimentStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("each of the 36 steps between two statuses is either made or refused without a trace")
    void steps(ExperimentStatus from, ExperimentStatus to) {
        Experiment experiment = in(from);

        if (ALLOWED.get(from).contains(to)) {
            assertThat(experiment.moveTo(to, CAUSE).block(SOON)).isEqualTo(from);
            assertThat(experiment.status()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> experiment.moveTo(to, CAUSE).block(SOON))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("experiment 'Test' is " + from + " and cannot become " + to);
            assertThat(experiment.status()).isEqualTo(from);
        }
    }

    @ParameterizedTest
    @EnumSource(ExperimentStatus.class)
    @DisplayName("days pass, updates are taken and signals are shown exactly in the statuses meant for it")
    void behaviour(ExperimentStatus status) {
        Experiment experiment = in(status);
        var arena = experiment.arena("a");

        var result = arena.submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more"))
                .block(SOON);
        boolean observable = arena.signals().hasElement().onErrorReturn(false).block(SOON);
        boolean visible = arena.variant().hasElement().onErrorReturn(false).block(SOON);
        clock.advanceBy(Duration.ofDays(3));

        assertThat(result.accepted()).isEqualTo(status == ExperimentStatus.RUNNING);
        assertThat(result.isRejectedAs(RejectionCode.EXPERIMENT_NOT_RUNNING)).isEqualTo(!result.accepted());
        assertThat(observable)
                .isEqualTo(Set.of(ExperimentStatus.DRAFT, ExperimentStatus.RECRUITING, ExperimentStatus.RUNNING)
                        .contains(status));
        assertThat(visible).isEqualTo(status != ExperimentStatus.ARCHIVED);
        assertThat(experiment.daysPlayed()).isEqualTo(status == ExperimentStatus.RUNNING ? 3 : 0);
        assertThat(arena.decisions(1, 10).map(page -> page.total()).block(SOON)).isEqualTo(1);
    }

    @Test
    @DisplayName("an experiment with a schedule starts by itself once it is recruiting, and ends after its days")
    void schedule() {
        Experiment experiment = Experiment.simulated(
                spec().startsAt(START.plus(Duration.ofDays(2))).days(3).build(), clock);
        clock.advanceBy(Duration.ofDays(1));
        assertThat(experiment.status()).isEqualTo(ExperimentStatus.DRAFT);

        experiment.moveTo(ExperimentStatus.RECRUITING, CAUSE).block(SOON);
        clock.advanceBy(Duration.ofDays(1).minusMillis(1));
        assertThat(experiment.status()).isEqualTo(ExperimentStatus.RECRUITING);
        clock.advanceBy(Duration.ofMillis(1));
        assertThat(experiment.status()).isEqualTo(ExperimentStatus.RUNNING);
        clock.advanceBy(Duration.ofDays(10));
        assertThat(experiment.status()).isEqualTo(ExperimentStatus.COMPLETED);
        assertThat(experiment.daysPlayed()).isEqualTo(3);
    }

    @Test
    @DisplayName("days go on when the clock is set back or forth")
    void clockIsSet() {
        SetClock set = new SetClock(clock);
        Experiment experiment = Experiment.simulated(spec().build(), set);
        for (ExperimentStatus step : WAY.get(ExperimentStatus.RUNNING)) {
            experiment.moveTo(step, CAUSE).block(SOON);
        }

        clock.advanceBy(Duration.ofDays(2));
        set.offset = Duration.ofDays(-30);
        clock.advanceBy(Duration.ofDays(2));
        set.offset = Duration.ofDays(30);
        clock.advanceBy(Duration.ofDays(2));

        assertThat(experiment.state().daysPlayed()).isEqualTo(6);
    }

    /** A clock that somebody sets; waiting takes as long as ever. */
    private static final class SetClock extends ForwardingScheduler {
        private Duration offset = Duration.ZERO;

        private SetClock(Scheduler clock) {
            super(clock);
        }

        @Override
        public long now(TimeUnit unit) {
            return super.now(unit) + unit.convert(offset);
        }
    }

    @Test
    @DisplayName("a start that is past comes at once, and one that somebody makes earlier is not made twice")
    void startInThePast() {
        Experiment late =
                Experiment.simulated(spec().startsAt(START.minusSeconds(1)).build(), clock);
        late.moveTo(ExperimentStatus.RECRUITING, CAUSE).block(SOON);
        Experiment early =
                Experiment.simulated(spec().startsAt(START.plusSeconds(60)).build(), clock);
        early.start(CAUSE).block(SOON);
        early.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);

        clock.advanceBy(Duration.ofMinutes(2));

        assertThat(late.status()).isEqualTo(ExperimentStatus.RUNNING);
        assertThat(early.status()).isEqualTo(ExperimentStatus.PAUSED);
    }

    @Test
    @DisplayName("a freeze of the whole experiment and one of a variant are released one by one")
    void freezesOfTwoScopes() {
        Experiment experiment = in(ExperimentStatus.RUNNING);
        experiment.freeze(null, null, new Cause("instructor", "a fire drill")).block(SOON);
        experiment.freeze("a", START.plusSeconds(60), CAUSE).block(SOON);

        var both = experiment
                .arena("a")
                .submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, ""))
                .block(SOON);
        experiment.release(null, CAUSE).block(SOON);
        var one = experiment
                .arena("a")
                .submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, ""))
                .block(SOON);
        experiment.release("a", CAUSE).block(SOON);
        var none = experiment
                .arena("a")
                .submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, ""))
                .block(SOON);

        assertThat(both.rejectionDetail()).contains("a fire drill");
        assertThat(both.nextAllowedUpdate()).isNull();
        assertThat(one.isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE)).isTrue();
        assertThat(one.nextAllowedUpdate()).isEqualTo(START.plusSeconds(60));
        assertThat(none.accepted()).isTrue();
        assertThatThrownBy(() -> experiment.freeze("b", null, CAUSE)).hasMessageContaining("no variant 'b'");
    }

    @Test
    @DisplayName("a start that nobody lives to see is waited for like any other")
    void distantStart() {
        Experiment experiment = Experiment.simulated(
                spec().startsAt(Instant.parse("9999-01-01T00:00:00Z")).build(), clock);

        experiment.moveTo(ExperimentStatus.RECRUITING, CAUSE).block(SOON);
        clock.advanceBy(Duration.ofDays(365));

        assertThat(experiment.status()).isEqualTo(ExperimentStatus.RECRUITING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "P367D", "P400000000D"})
    @DisplayName("a day lasts longer than nothing and no longer than a year")
    void dayLength(Duration dayLength) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec().dayLength(dayLength).build())
                .withMessage("a day lasts " + dayLength + "; give a duration above zero and up to 366 days");
    }
}
