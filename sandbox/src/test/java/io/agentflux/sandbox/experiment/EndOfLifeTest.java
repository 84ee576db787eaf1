package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.StoredExperiments.CAUSE;
import static io.agentflux.sandbox.experiment.StoredExperiments.SOON;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static io.agentflux.sandbox.experiment.StoredExperiments.scanXp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.agentflux.arena.Arena;
import io.agentflux.arena.Economy;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the people of an experiment that is over. */
class EndOfLifeTest {

    private static final Duration KEEPING = Duration.ofHours(6);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(StoredExperiments.START);
    private final List<String> happened = new ArrayList<>();

    private final class RecordingCohort implements Cohort {
        private final SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 7, 10);
        private final MetricsEngine metrics = MetricsEngine.attach(people);

        @Override
        public void playDay(Economy economy) {
            people.playDay(economy);
            metrics.recordDay();
            happened.add("day");
        }

        @Override
        public MetricsEngine metrics() {
            return metrics;
        }

        @Override
        public void end() {
            happened.add("end");
        }
    }

    private Experiment experiment() {
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp_1",
                        "Test",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .build();
        Map<String, Cohort> cohorts = new LinkedHashMap<>();
        spec.variants().forEach(variant -> cohorts.put(variant.id(), new RecordingCohort()));
        return SlowDays.experiment(spec, clock, KEEPING, cohorts);
    }

    @Test
    @DisplayName("people end with their experiment, not with a pause, and once")
    void endsOnce() {
        Experiment experiment = experiment();
        experiment.start(CAUSE).block(SOON);
        experiment.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);
        assertThat(happened).isEmpty();

        experiment.moveTo(ExperimentStatus.COMPLETED, CAUSE).block(SOON);
        experiment.moveTo(ExperimentStatus.ARCHIVED, CAUSE).block(SOON);

        assertThat(happened).containsExactly("end", "end");
    }

    @Test
    @DisplayName("people of a draft that is archived end too")
    void draftsEnd() {
        Experiment experiment = experiment();

        experiment.moveTo(ExperimentStatus.ARCHIVED, CAUSE).block(SOON);

        assertThat(happened).containsExactly("end", "end");
    }

    @Test
    @DisplayName("people who live a day when their experiment is completed end when that day is kept")
    void endsAfterTheDay() {
        Experiment experiment = experiment();
        experiment.start(CAUSE).block(SOON);
        clock.advanceBy(Duration.ofDays(1).plus(KEEPING).plus(Duration.ofHours(18)));
        var completed = experiment.moveTo(ExperimentStatus.COMPLETED, CAUSE).toFuture();
        assertThat(happened).containsExactly("day", "day", "day", "day");

        clock.advanceBy(Duration.ofDays(3));

        assertThat(completed).isCompletedWithValue(ExperimentStatus.RUNNING);
        assertThat(experiment.daysPlayed()).isEqualTo(2);
        assertThat(happened).containsExactly("day", "day", "day", "day", "end", "end");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "an experiment that is over can be read as before, also after a restart, and nobody lives there any more")
    void readsAsBefore(boolean isStoppedInOrder, @TempDir Path folder) {
        try (StoredExperiments stored = new StoredExperiments(folder)) {
            Experiment experiment = stored.running();
            now(experiment.arena("a").submit(scanXp(15)));
            stored.passDays(experiment, 10);
            List<Object> running = readings(experiment);

            experiment.moveTo(ExperimentStatus.COMPLETED, CAUSE).block(SOON);
            assertThat(readings(experiment)).isEqualTo(running);
            requireOver(experiment);
            if (isStoppedInOrder) {
                stored.restart();
            } else {
                stored.crash();
            }

            assertThat(readings(stored.again())).isEqualTo(running);
            requireOver(stored.again());
        }
    }

    private static List<Object> readings(Experiment experiment) {
        Arena arena = experiment.arena("a");
        return List.of(
                now(arena.scoreboard()),
                experiment.state().variants(),
                experiment.comparisons(experiment.state()).versusControl("a"),
                experiment.cohort("a").metrics().headcount(),
                experiment.cohort("a").metrics().signalsByName(),
                experiment.cohort("a").progress().orElseThrow().everybody());
    }

    private static void requireOver(Experiment experiment) {
        assertThatIllegalStateException()
                .isThrownBy(() -> experiment.cohort("a").playDay(Economy.defaults()))
                .withMessage("these people live no other day, for their experiment is over");
        assertThatIllegalStateException()
                .isThrownBy(() -> experiment.cohort("a").metrics().recordDay())
                .withMessage("Day 9 was said to be the last one");
    }
}
