package io.agentflux.sandbox.activity;

import static io.agentflux.sandbox.activity.TestIntake.SOON;
import static io.agentflux.sandbox.activity.TestIntake.VARIANTS;
import static io.agentflux.sandbox.activity.TestIntake.now;
import static io.agentflux.sandbox.activity.TestIntake.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityRestartTest {

    @AutoClose
    private TestIntake intake;

    @BeforeEach
    void open(@TempDir Path folder) {
        intake = new TestIntake(folder);
    }

    @Test
    @DisplayName("after a restart people, points, streaks and what was told are as they were")
    void recovers() {
        Experiment experiment = intake.running();
        intake.take(scan("1", "ann"), scan("2", "ann"), scan("3", "bob"));
        intake.passDay(experiment);
        intake.take(scan("4", "ann"), new ToldActivity("5", "ann", ActivityKind.FEEDBACK, true));
        intake.passDay(experiment);
        Receipt today = intake.take(scan("6", "ann")).get(0);
        Map<String, Signals> before = signals(experiment);
        List<Progress> standing = progress(experiment);

        intake.restart();
        Experiment again = intake.experiment();

        assertThat(signals(again)).isEqualTo(before);
        assertThat(progress(again)).isEqualTo(standing).hasSize(2);
        assertThat(intake.take(scan("6", "ann")).get(0))
                .isEqualTo(new Receipt("6", today.variantId(), true, today.activity()));
        Receipt next = intake.take(scan("7", "ann")).get(0);
        assertThat(next.activity().award().firstScanOfDay())
                .as("the first scan of the day came before the restart")
                .isZero();
        intake.passDay(again);
        assertThat(intake.take(scan("8", "ann")).get(0).activity().award().streak())
                .isEqualTo(15);
        assertThat(again.state().variant(today.variantId()).headcount().totalScans())
                .isGreaterThanOrEqualTo(5);
    }

    private static List<Progress> progress(Experiment experiment) {
        return VARIANTS.stream()
                .sorted()
                .flatMap(id -> experiment.cohort(id).progress().orElseThrow().everybody().stream())
                .toList();
    }

    private static Map<String, Signals> signals(Experiment experiment) {
        return VARIANTS.stream()
                .collect(Collectors.toMap(
                        id -> id, id -> now(experiment.arena(id).signals())));
    }

    @Test
    @DisplayName("a day missed is forgiven in the variant that has streak freezes, and after a restart as well")
    void freezesStreaks() {
        Experiment experiment = intake.running();
        String saved = intake.personOf("a");
        String lost = intake.personOf("b");
        intake.passDay(experiment);
        intake.take(scan("1", saved), scan("2", lost));
        intake.passDay(experiment);
        intake.passDay(experiment);

        intake.restart();
        assertThat(intake.take(scan("3", saved), scan("4", lost)))
                .extracting(receipt -> receipt.activity().award().streak())
                .containsExactly(10.0, 0.0);
    }

    @Test
    @DisplayName("days with activity from before a restart count for extra metrics after it")
    void extraMetrics() {
        Experiment experiment = intake.running();
        String somebody = intake.personOf("a");
        intake.passDay(experiment);
        intake.take(scan("1", somebody));
        intake.passDay(experiment);

        intake.restart();
        Experiment again = intake.experiment();
        intake.take(scan("2", somebody));
        intake.passDay(again);

        assertThat(now(again.arena("a").signals()).metrics())
                .as("active on each of three days, and the only one in this variant")
                .containsEntry("SESSION_FREQUENCY", MetricSignal.of(7, null, 1));
    }

    @Test
    @DisplayName("what cannot be kept never was: it is paid anew when it is told again")
    void forgetsWhatIsNotKept() {
        intake.running();
        intake.store().close().block(SOON);
        assertThatThrownBy(() -> intake.take(scan("1", "ann"), scan("2", "ann")))
                .isNotInstanceOf(AssertionError.class);

        intake.open();
        assertThat(intake.take(scan("2", "ann"))).extracting(TestIntake::points).containsExactly(27.0);
    }
}
