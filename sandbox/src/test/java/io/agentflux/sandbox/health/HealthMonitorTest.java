package io.agentflux.sandbox.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.activity.ActivityIntake;
import io.agentflux.sandbox.activity.Receipt;
import io.agentflux.sandbox.activity.ToldActivity;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.HealthLimits;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoredEvent;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class HealthMonitorTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");

    /** A day of an hour, so that the health is looked at each 12.5 s. */
    private static final Duration DAY = Duration.ofHours(1);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.immediate());
    private Experiments experiments = open();
    private ActivityIntake intake = new ActivityIntake(experiments, clock);

    private Experiments open() {
        return now(
                Experiments.open(store, clock, Experiments.Settings.ofDefaults().livePeople(ActivityIntake.people())));
    }

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private Experiment running(Duration day) {
        return running(day, HealthLimits.ofDefaults());
    }

    private Experiment running(Duration day, HealthLimits limits) {
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp",
                        "Test",
                        List.of(
                                VariantSpec.control("control"),
                                VariantSpec.treatment("a", GuardrailLimits.aggressive())
                                        .named("A"),
                                VariantSpec.treatment("b", GuardrailLimits.aggressive())
                                        .named("B")
                                        .startingWith(Map.of(EconomyParameter.SCAN_XP, 30.0))))
                .people(new PeopleSpec.Live())
                .dayLength(day)
                .health(limits)
                .build();
        Experiment experiment = now(experiments.create(spec, CAUSE));
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private HealthMonitor watch() {
        return now(HealthMonitor.start(experiments, clock));
    }

    /** Lets time pass, not more than to the next whole minute before everything is kept that is on its way. */
    private void pass(Duration duration) {
        Instant end = clock.now().plus(duration);
        while (clock.now().isBefore(end)) {
            Instant minute = clock.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            clock.advanceTo(minute.isBefore(end) ? minute : end);
            for (int commit = 0; commit < 3; commit++) {
                store.remove("nothing", "nothing").block(SOON);
            }
        }
    }

    private List<ExperimentEvent> events(String... types) {
        return Objects.requireNonNull(
                store.events(EventQuery.ofExperiment("exp").ofTypes(types))
                        .map(StoredEvent::event)
                        .collectList()
                        .block(SOON));
    }

    private void heartbeat(Experiment experiment, String variantId, Duration interval) {
        experiment.arena(variantId).heartbeat(interval, Map.of()).block(SOON);
    }

    private static ConfigResult submit(Experiment experiment, String variantId, double scanXp) {
        return now(experiment.arena(variantId).submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, scanXp, "because")));
    }

    /** Sixty people scan once today. */
    private List<Receipt> scan(int day) {
        return scan(day, person -> true);
    }

    private List<Receipt> scan(int day, Predicate<String> comes) {
        List<ToldActivity> told = IntStream.range(0, 60)
                .mapToObj(person -> "person-" + person)
                .filter(comes)
                .map(person -> new ToldActivity(day + "-" + person, person, ActivityKind.SCAN, false))
                .toList();
        return now(intake.take("exp", told));
    }

    @Test
    @DisplayName("with days of 24 hours the health is looked at each five minutes")
    void looksEachFiveMinutes() {
        Experiment experiment = running(Duration.ofHours(24));
        watch();
        pass(Duration.ofSeconds(1));
        heartbeat(experiment, "a", Duration.ofSeconds(60));

        pass(Duration.ofSeconds(299));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).singleElement().satisfies(event -> {
            assertThat(event.variantId()).isEqualTo("a");
            assertThat(event.timestamp()).isEqualTo(START.plusSeconds(301));
            assertThat(event.body())
                    .contains(
                            "last heard of at 2026-03-01T00:00:01Z",
                            "3 times its interval of 60 s = 180 s",
                            "cure",
                            "AGENT_HEARTBEAT_TIMEOUT");
        });
    }

    @Test
    @DisplayName("a silent agent is told once, any request ends the episode, and the next one is told again")
    void tellsEachSilenceOnce() {
        Experiment experiment = running(DAY);
        watch();
        heartbeat(experiment, "a", Duration.ofSeconds(60));

        pass(Duration.ofMinutes(3));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).isEmpty();
        pass(Duration.ofMinutes(27));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);

        now(experiment.arena("a").signals());
        pass(Duration.ofMinutes(3));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);
        pass(Duration.ofMinutes(10));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).hasSize(2);
    }

    @Test
    @DisplayName("nobody is late while the experiment is paused, and everybody has time anew when it goes on")
    void waitsWhilePaused() {
        Experiment experiment = running(DAY);
        watch();
        heartbeat(experiment, "a", Duration.ofSeconds(60));
        experiment.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);
        pass(Duration.ofMinutes(20));
        experiment.moveTo(ExperimentStatus.RUNNING, CAUSE).block(SOON);
        pass(Duration.ofMinutes(3));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(events(EventType.HEARTBEAT_TIMEOUT)).hasSize(1);
    }

    @Test
    @DisplayName("a retention cliff freezes the variants that fell, until somebody releases them")
    void freezesOnACliff() {
        Experiment experiment = running(DAY);
        watch();
        scan(1);
        pass(DAY.multipliedBy(7));
        assertThat(events(EventType.RETENTION_CLIFF)).isEmpty();
        assertThat(submit(experiment, "a", 11).accepted()).isTrue();

        pass(DAY.plusMinutes(1));
        assertThat(events(EventType.RETENTION_CLIFF))
                .extracting(ExperimentEvent::variantId)
                .containsExactlyInAnyOrder("control", "a", "b");
        assertThat(events(EventType.FROZEN)).hasSize(3).allSatisfy(event -> assertThat(event.body())
                .contains("health monitor", "the floor is 30.0 %"));
        assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        now(experiment.arena("a").signals());

        scan(9);
        pass(DAY.multipliedBy(3));
        assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .as("latched although the people are back")
                .isTrue();
        experiment.release("a", CAUSE).block(SOON);
        assertThat(submit(experiment, "a", 12).accepted()).isTrue();
    }

    @Test
    @DisplayName("where the limits say so, a primary metric that falls after an update freezes the variant")
    void freezesOnDegradation() {
        Experiment experiment = running(DAY, HealthLimits.ofDefaults().freezingWhen(0.2, 0));
        watch();
        Set<String> leaving = new HashSet<>();
        for (int day = 1; day <= 7; day++) {
            scan(day).stream()
                    .filter(receipt -> receipt.variantId().equals("a"))
                    .forEach(receipt -> leaving.add(receipt.activity().person()));
            pass(DAY);
        }
        assertThat(submit(experiment, "a", 11).accepted()).isTrue();
        scan(8);
        pass(DAY);
        scan(9, person -> !leaving.contains(person));
        pass(DAY.plusMinutes(1));
        assertThat(events(EventType.DEGRADATION))
                .as("one day in seven without scans is 14 %")
                .isEmpty();
        scan(10, person -> !leaving.contains(person));
        pass(DAY);

        assertThat(events(EventType.DEGRADATION))
                .extracting(ExperimentEvent::variantId)
                .containsExactly("a");
        assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(submit(experiment, "b", 31).accepted()).isTrue();
    }

    @Test
    @DisplayName(
            "an update is not to blame for a fall that the control shares: people come less often than when they were enrolled")
    void bearsAFallOfEverybody() {
        Experiment experiment = running(DAY, HealthLimits.ofDefaults().freezingWhen(0.2, 0));
        watch();
        scan(1);
        pass(DAY);
        assertThat(submit(experiment, "a", 11).accepted()).isTrue();

        for (int day = 2; day <= 9; day++) {
            if (day % 3 == 1) {
                scan(day);
            }
            pass(DAY);
        }

        assertThat(experiment
                        .state()
                        .variant("a")
                        .metrics()
                        .get("SCAN_FREQUENCY")
                        .value())
                .isLessThan(0.5);
        assertThat(events(EventType.DEGRADATION)).isEmpty();
    }

    @Test
    @DisplayName("a streak of refusals freezes on wish, and such a freeze ends by itself once an update met it")
    void freezesOnAStreak() {
        Experiment experiment =
                running(DAY, HealthLimits.ofDefaults().freezingWhen(0, 3).releaseAfter(Duration.ofMinutes(30)));
        watch();
        submit(experiment, "a", 11);
        for (int strike = 0; strike < 3; strike++) {
            assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.RATE_LIMITED))
                    .isTrue();
        }
        pass(Duration.ofMinutes(20));

        assertThat(events(EventType.REJECTION_STREAK)).hasSize(1);
        assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(experiment.state().variant("a").freeze()).isNotNull();
        pass(Duration.ofMinutes(20));
        assertThat(experiment.state().variant("a").freeze()).isNull();
        assertThat(events(EventType.RELEASED)).singleElement().satisfies(event -> assertThat(event.body())
                .contains("rejection-streak, is over"));
    }

    @Test
    @DisplayName("a released variant is not frozen again before its people were back and left once more")
    void tripsOncePerEpisode() {
        Experiment experiment = running(DAY);
        watch();
        scan(1);
        pass(DAY.multipliedBy(8).plusMinutes(1));
        experiment.release("a", CAUSE).block(SOON);
        pass(DAY.multipliedBy(3));
        assertThat(submit(experiment, "a", 12).accepted()).isTrue();

        scan(12);
        pass(DAY.multipliedBy(8).plusMinutes(1));
        assertThat(submit(experiment, "a", 13).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(events(EventType.RETENTION_CLIFF)).hasSize(6);
    }

    @Test
    @DisplayName("on wish a freeze ends by itself, after its time and not before the people are back")
    void releasesAfterRecovery() {
        Experiment experiment = running(DAY, HealthLimits.ofDefaults().releaseAfter(DAY.multipliedBy(2)));
        watch();
        scan(1);
        pass(DAY.multipliedBy(8).plusMinutes(1));
        assertThat(experiment.state().variant("a").freeze()).isNotNull();

        pass(DAY.multipliedBy(3));
        assertThat(experiment.state().variant("a").freeze())
                .as("its time is over, but nobody is back")
                .isNotNull();
        scan(12);
        pass(DAY);
        assertThat(experiment.state().variant("a").freeze()).isNull();
        assertThat(events(EventType.RELEASED)).hasSize(3).allSatisfy(event -> assertThat(event.body())
                .contains("retention-cliff, is over"));
    }

    @Test
    @DisplayName("on wish a variant is taken back to where it started when it is frozen")
    void reverts() {
        Experiment experiment = running(DAY, HealthLimits.ofDefaults().revert(true));
        watch();
        submit(experiment, "b", 20);
        scan(1);
        pass(DAY.multipliedBy(8).plusMinutes(1));

        assertThat(experiment.state().variant("b").freeze()).isNotNull();
        assertThat(experiment.state().variant("b").economy().value(EconomyParameter.SCAN_XP))
                .isEqualTo(30);
        assertThat(now(experiment.arena("b").decisions(1, 10))
                        .decisions()
                        .get(0)
                        .update()
                        .reasoning())
                .startsWith("Reverted by health monitor: RETENTION_RATE of 'B' is 0.0 %");
        assertThat(now(experiment.arena("a").decisions(1, 10)).total()).isZero();
    }

    @Test
    @DisplayName("a freeze that a person set is not the monitor's to release")
    void leavesOtherFreezesAlone() {
        Experiment experiment = running(DAY, HealthLimits.ofDefaults().releaseAfter(DAY));
        watch();
        experiment.freeze("a", null, new Cause("researcher", "wait")).block(SOON);
        scan(1);
        pass(DAY.multipliedBy(8).plusMinutes(1));
        scan(9);
        pass(DAY.multipliedBy(4));

        assertThat(experiment.state().variant("a").freeze()).isEqualTo(new Proposal.Freeze("wait", null));
        assertThat(experiment.state().variant("b").freeze()).isNull();
    }

    @Test
    @DisplayName("the fourth update in a row that is cut back is an anomaly, told once for the series")
    void noticesAnomalies() {
        Experiment experiment = running(DAY);
        watch();
        for (int update = 0; update < 3; update++) {
            assertThat(submit(experiment, "a", 1e6).clampedDeltas()).isNotEmpty();
            pass(Duration.ofMinutes(6));
        }
        submit(experiment, "a", 1e6);
        submit(experiment, "a", 1e6);
        assertThat(events(EventType.ANOMALY)).isEmpty();
        pass(Duration.ofSeconds(13));
        assertThat(events(EventType.ANOMALY)).hasSize(1);
        pass(Duration.ofMinutes(6));
        submit(experiment, "a", 1e6);
        pass(Duration.ofMinutes(6));
        assertThat(events(EventType.ANOMALY)).hasSize(1);

        double scanXp = experiment.state().variant("a").economy().value(EconomyParameter.SCAN_XP);
        submit(experiment, "a", scanXp + 1);
        for (int update = 0; update < 4; update++) {
            pass(Duration.ofMinutes(6));
            submit(experiment, "a", 1e9);
        }
        pass(Duration.ofSeconds(13));
        assertThat(events(EventType.ANOMALY)).hasSize(2);
    }

    @Test
    @DisplayName("agents that decide nothing for a day are told, once each, and anew for each pause")
    void noticesIdleAgents() {
        Experiment experiment = running(DAY);
        watch();
        submit(experiment, "b", 30);
        pass(DAY.plusSeconds(14));
        assertThat(events(EventType.IDLE))
                .extracting(ExperimentEvent::variantId)
                .containsExactlyInAnyOrder("a", "b");
        pass(DAY.multipliedBy(2));
        assertThat(events(EventType.IDLE)).hasSize(2);
        submit(experiment, "a", 11);
        pass(DAY.plusSeconds(14));
        assertThat(events(EventType.IDLE)).hasSize(3);
    }

    @Test
    @DisplayName("variants that become alike are told as long as they are, once")
    void noticesConvergence() {
        Experiment experiment = running(DAY);
        watch();
        pass(Duration.ofMinutes(1));
        assertThat(events(EventType.CONVERGING)).isEmpty();
        submit(experiment, "b", 10);
        pass(DAY.multipliedBy(3));
        assertThat(events(EventType.CONVERGING)).singleElement().satisfies(event -> assertThat(event.variantId())
                .isNull());
        submit(experiment, "a", 15);
        pass(Duration.ofMinutes(6));
        submit(experiment, "b", 15);
        pass(Duration.ofMinutes(6));
        assertThat(events(EventType.CONVERGING)).hasSize(2);
    }

    @Test
    @DisplayName("what was told before a restart is not told again after it")
    void remembersAcrossRestarts() {
        Experiment experiment = running(DAY);
        HealthMonitor monitor = watch();
        heartbeat(experiment, "a", Duration.ofSeconds(60));
        scan(1);
        pass(DAY.multipliedBy(8).plusMinutes(1));
        experiment.release("a", CAUSE).block(SOON);
        int told = events(EventType.HEALTH.toArray(String[]::new)).size();
        assertThat(told).isEqualTo(1 + 3 + 2);

        monitor.dispose();
        experiments.close().block(SOON);
        experiments = open();
        intake = new ActivityIntake(experiments, clock);
        Experiment again = experiments.find("exp").orElseThrow();
        watch();
        pass(DAY.multipliedBy(2));

        assertThat(again.daysPlayed()).isEqualTo(10);
        assertThat(events(EventType.HEALTH.toArray(String[]::new))).hasSize(told);
        assertThat(again.state().variant("a").freeze()).isNull();
        assertThat(again.state().variant("b").freeze()).isNotNull();
    }
}
