package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.StoredExperiments.CAUSE;
import static io.agentflux.sandbox.experiment.StoredExperiments.SOON;
import static io.agentflux.sandbox.experiment.StoredExperiments.START;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class HeapRoomTest {

    private static final long MEGABYTE = 1_000_000;

    private final AtomicLong used = new AtomicLong();
    private final AtomicLong garbage = new AtomicLong();
    private final HeapRoom room = new HeapRoom(100 * MEGABYTE, () -> used.get() + garbage.get(), () -> garbage.set(0));

    private static ExperimentSpec spec(String id, PeopleSpec people) {
        return ExperimentSpec.builder(
                        id,
                        "Test",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .people(people)
                .build();
    }

    private static PeopleSpec people(int perVariant) {
        return new PeopleSpec.Simulated("stationary", 1, perVariant);
    }

    @Test
    @DisplayName("an experiment whose people do not fit into the memory is refused, with what it needs and what to do")
    void refuses() {
        used.set(60 * MEGABYTE);

        assertThatIllegalStateException()
                .isThrownBy(() -> room.require(spec("exp", people(50_000)), List.of()))
                .withMessage(
                        "experiment 'Test' needs about 41.8 MB of memory for 2 variants and 100000 people, and 25.0 MB"
                                + " of the 85.0 MB that may be taken are left; complete or archive experiments that are over, ask for"
                                + " fewer people, or give Java a larger heap, as by AGENTFLUX_JAVA_OPTIONS=-Xmx2g");
        assertThatCode(() -> room.require(spec("exp", people(20_000)), List.of()))
                .doesNotThrowAnyException();
        assertThatCode(() -> room.require(spec("exp", new PeopleSpec.Live()), List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("garbage does not count")
    void collectsFirst() {
        garbage.set(80 * MEGABYTE);

        room.require(spec("exp", people(50_000)), List.of());

        assertThat(garbage).hasValue(0);
    }

    @Test
    @DisplayName("what others will need as their days pass is theirs already, until they are over")
    void othersGrow() {
        ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
        Experiments experiments = now(
                Experiments.open(store, SimulatedScheduler.startingAt(START), Experiments.Settings.ofDefaults(), room));
        Experiment draft = now(experiments.create(spec("exp_1", people(1_000)), CAUSE));
        ExperimentSpec wanted = spec("exp_2", people(1_000));
        used.set(83_950_000);

        assertThatThrownBy(() -> experiments.requireCreatable(wanted))
                .hasMessageContaining("and 0.6 MB of the 85.0 MB");
        assertThatThrownBy(() -> experiments.create(wanted, CAUSE).block(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("and 0.6 MB of the 85.0 MB");
        draft.moveTo(ExperimentStatus.ARCHIVED, CAUSE).block(SOON);

        assertThatCode(() -> experiments.requireCreatable(wanted)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("the heap of this process has room for the demonstration")
    void thisProcess() {
        assertThatCode(() -> HeapRoom.ofProcess().require(spec("exp", people(200)), List.of()))
                .doesNotThrowAnyException();
    }
}
