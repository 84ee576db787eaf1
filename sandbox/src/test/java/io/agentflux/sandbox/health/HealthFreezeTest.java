package io.agentflux.sandbox.health;

import static io.agentflux.sandbox.health.WatchedExperiment.CAUSE;
import static io.agentflux.sandbox.health.WatchedExperiment.DAY;
import static io.agentflux.sandbox.health.WatchedExperiment.SOON;
import static io.agentflux.sandbox.health.WatchedExperiment.now;
import static io.agentflux.sandbox.health.WatchedExperiment.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.HealthLimits;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the monitor freezes, and when it releases it. */
class HealthFreezeTest {

    private final WatchedExperiment watched = new WatchedExperiment();

    @Test
    @DisplayName("a retention cliff freezes the variants that fell, until somebody releases them")
    void freezesOnACliff() {
        Experiment experiment = watched.running(DAY);
        watched.watch();
        watched.scan(1);
        watched.pass(DAY.multipliedBy(7));
        assertThat(watched.events(EventType.RETENTION_CLIFF)).isEmpty();
        assertThat(submit(experiment, "a", 11).accepted()).isTrue();

        watched.pass(DAY.plusMinutes(1));
        assertThat(watched.events(EventType.RETENTION_CLIFF))
                .extracting(ExperimentEvent::variantId)
                .containsExactlyInAnyOrder("control", "a", "b");
        assertThat(watched.events(EventType.FROZEN)).hasSize(3).allSatisfy(event -> assertThat(event.body())
                .contains("health monitor", "the floor is 30.0 %"));
        assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        now(experiment.arena("a").signals());

        watched.scan(9);
        watched.pass(DAY.multipliedBy(3));
        assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .as("latched although the people are back")
                .isTrue();
        experiment.release("a", CAUSE).block(SOON);
        assertThat(submit(experiment, "a", 12).accepted()).isTrue();
    }

    @Test
    @DisplayName("where the limits say so, a primary metric that falls after an update freezes the variant")
    void freezesOnDegradation() {
        Experiment experiment = watched.running(DAY, HealthLimits.ofDefaults().freezingWhen(0.2, 0));
        watched.watch();
        Set<String> leaving = new HashSet<>();
        for (int day = 1; day <= 7; day++) {
            watched.scan(day).stream()
                    .filter(receipt -> receipt.variantId().equals("a"))
                    .forEach(receipt -> leaving.add(receipt.activity().person()));
            watched.pass(DAY);
        }
        assertThat(submit(experiment, "a", 11).accepted()).isTrue();
        watched.scan(8);
        watched.pass(DAY);
        watched.scan(9, person -> !leaving.contains(person));
        watched.pass(DAY.plusMinutes(1));
        assertThat(watched.events(EventType.DEGRADATION))
                .as("one day in seven without scans is 14 %")
                .isEmpty();
        watched.scan(10, person -> !leaving.contains(person));
        watched.pass(DAY);

        assertThat(watched.events(EventType.DEGRADATION))
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
        Experiment experiment = watched.running(DAY, HealthLimits.ofDefaults().freezingWhen(0.2, 0));
        watched.watch();
        watched.scan(1);
        watched.pass(DAY);
        assertThat(submit(experiment, "a", 11).accepted()).isTrue();

        for (int day = 2; day <= 9; day++) {
            if (day % 3 == 1) {
                watched.scan(day);
            }
            watched.pass(DAY);
        }

        assertThat(experiment
                        .state()
                        .variant("a")
                        .metrics()
                        .get("SCAN_FREQUENCY")
                        .value())
                .isLessThan(0.5);
        assertThat(watched.events(EventType.DEGRADATION)).isEmpty();
    }

    @Test
    @DisplayName("a streak of refusals freezes on wish, and such a freeze ends by itself once an update met it")
    void freezesOnAStreak() {
        Experiment experiment = watched.running(
                DAY, HealthLimits.ofDefaults().freezingWhen(0, 3).releaseAfter(Duration.ofMinutes(30)));
        watched.watch();
        submit(experiment, "a", 11);
        for (int strike = 0; strike < 3; strike++) {
            assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.RATE_LIMITED))
                    .isTrue();
        }
        watched.pass(Duration.ofMinutes(20));

        assertThat(watched.events(EventType.REJECTION_STREAK)).hasSize(1);
        assertThat(submit(experiment, "a", 12).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(experiment.state().variant("a").freeze()).isNotNull();
        watched.pass(Duration.ofMinutes(20));
        assertThat(experiment.state().variant("a").freeze()).isNull();
        assertThat(watched.events(EventType.RELEASED)).singleElement().satisfies(event -> assertThat(event.body())
                .contains("rejection-streak, is over"));
    }

    @Test
    @DisplayName("a released variant is not frozen again before its people were back and left once more")
    void tripsOncePerEpisode() {
        Experiment experiment = watched.running(DAY);
        watched.watch();
        watched.scan(1);
        watched.pass(DAY.multipliedBy(8).plusMinutes(1));
        experiment.release("a", CAUSE).block(SOON);
        watched.pass(DAY.multipliedBy(3));
        assertThat(submit(experiment, "a", 12).accepted()).isTrue();

        watched.scan(12);
        watched.pass(DAY.multipliedBy(8).plusMinutes(1));
        assertThat(submit(experiment, "a", 13).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(watched.events(EventType.RETENTION_CLIFF)).hasSize(6);
    }

    @Test
    @DisplayName("on wish a freeze ends by itself, after its time and not before the people are back")
    void releasesAfterRecovery() {
        Experiment experiment = watched.running(DAY, HealthLimits.ofDefaults().releaseAfter(DAY.multipliedBy(2)));
        watched.watch();
        watched.scan(1);
        watched.pass(DAY.multipliedBy(8).plusMinutes(1));
        assertThat(experiment.state().variant("a").freeze()).isNotNull();

        watched.pass(DAY.multipliedBy(3));
        assertThat(experiment.state().variant("a").freeze())
                .as("its time is over, but nobody is back")
                .isNotNull();
        watched.scan(12);
        watched.pass(DAY);
        assertThat(experiment.state().variant("a").freeze()).isNull();
        assertThat(watched.events(EventType.RELEASED)).hasSize(3).allSatisfy(event -> assertThat(event.body())
                .contains("retention-cliff, is over"));
    }

    @Test
    @DisplayName("on wish a variant is taken back to where it started when it is frozen")
    void reverts() {
        Experiment experiment = watched.running(DAY, HealthLimits.ofDefaults().revert(true));
        watched.watch();
        submit(experiment, "b", 20);
        watched.scan(1);
        watched.pass(DAY.multipliedBy(8).plusMinutes(1));

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
        Experiment experiment = watched.running(DAY, HealthLimits.ofDefaults().releaseAfter(DAY));
        watched.watch();
        experiment.freeze("a", null, new Cause("researcher", "wait")).block(SOON);
        watched.scan(1);
        watched.pass(DAY.multipliedBy(8).plusMinutes(1));
        watched.scan(9);
        watched.pass(DAY.multipliedBy(4));

        assertThat(experiment.state().variant("a").freeze()).isEqualTo(new Proposal.Freeze("wait", null));
        assertThat(experiment.state().variant("b").freeze()).isNull();
    }
}
