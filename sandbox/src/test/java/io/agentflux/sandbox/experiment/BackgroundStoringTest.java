package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.StoredExperiments.CAUSE;
import static io.agentflux.sandbox.experiment.StoredExperiments.SOON;
import static io.agentflux.sandbox.experiment.StoredExperiments.SPEC;
import static io.agentflux.sandbox.experiment.StoredExperiments.START;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class BackgroundStoringTest {

    private static final Duration FLUSH = Duration.ofSeconds(2);

    private int failures;

    /** Fails to store heartbeats, by a defect and not by what a store may answer, as often as there are failures left. */
    private ExperimentStore failing(ExperimentStore store) {
        return (ExperimentStore) Proxy.newProxyInstance(
                ExperimentStore.class.getClassLoader(),
                new Class<?>[] {ExperimentStore.class},
                (proxy, method, given) -> {
                    boolean storesHeartbeats = method.getName().equals("commit")
                            && given[0] instanceof List<?> changes
                            && changes.get(0) instanceof Change.Overwrite change
                            && change.kind().equals("heartbeat");
                    if (storesHeartbeats && failures > 0) {
                        failures--;
                        throw new IllegalStateException("a defect");
                    }
                    try {
                        return method.invoke(store, given);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static List<String> heartbeats(ExperimentStore store) {
        return now(store.documents("heartbeat").map(Document::id).collectList());
    }

    @Test
    @DisplayName("heartbeats that could not be stored are stored with the next ones, whatever kept them from it")
    void goesOn() {
        SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
        ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
        Experiments experiments = now(Experiments.open(failing(store), clock, Experiments.Settings.ofDefaults()));
        Experiment experiment = now(experiments.create(SPEC, CAUSE));
        experiment.arena("a").heartbeat(Duration.ofMinutes(1), Map.of()).block(SOON);

        failures = 2;
        clock.advanceBy(FLUSH.multipliedBy(2));
        assertThat(failures).isZero();
        assertThat(heartbeats(store)).isEmpty();

        clock.advanceBy(FLUSH);
        store.remove("nothing", "but a barrier").block(SOON);
        assertThat(heartbeats(store)).hasSize(1);
    }

    @Test
    @DisplayName("a clock that is gone ends the storing without an error that nobody expects")
    void clockIsGone() {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Hooks.onErrorDropped(dropped::add);
        Scheduler clock = Schedulers.newSingle("clock");
        try {
            ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
            clock.dispose();
            Experiments experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));

            experiments.close().block(SOON);
            assertThat(dropped).isEmpty();
        } finally {
            Hooks.resetOnErrorDropped();
        }
    }
}
