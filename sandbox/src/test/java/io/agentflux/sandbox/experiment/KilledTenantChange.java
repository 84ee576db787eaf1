package io.agentflux.sandbox.experiment;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A process that changes the economy of a tenant and gets stuck in the middle, to be killed there. */
final class KilledTenantChange {

    static final int EXPERIMENTS = 5;
    static final Map<EconomyParameter, Double> ECONOMY = Map.of(EconomyParameter.PHOTO_XP, 7.0);
    private static final Duration SOON = Duration.ofSeconds(30);

    private KilledTenantChange() {}

    static String experiment(int number) {
        return "exp_" + number;
    }

    /** The arguments are: the store, the file that appears when it is stuck, the number of the experiment at which it is. */
    public static void main(String[] arguments) {
        ExperimentStore store =
                ExperimentStore.open(arguments[0], Schedulers.parallel()).block(SOON);
        String stuckAt = experiment(Integer.parseInt(arguments[2]));
        Experiments experiments = Experiments.open(
                        stuck(store, stuckAt, Path.of(arguments[1])),
                        SimulatedScheduler.startingAt(StoredExperiments.START),
                        Experiments.Settings.ofDefaults())
                .block(SOON);
        for (int number = 1; number <= EXPERIMENTS; number++) {
            ExperimentSpec spec = ExperimentSpec.builder(experiment(number), "Test", StoredExperiments.SPEC.variants())
                    .build();
            experiments.create(spec, StoredExperiments.CAUSE).block(SOON);
        }
        experiments
                .changeTenantEconomy(StoredExperiments.SPEC.tenant(), ECONOMY, StoredExperiments.CAUSE)
                .block();
    }

    /** The same store, but for the change of one experiment's economy, which it never makes. */
    private static ExperimentStore stuck(ExperimentStore store, String experimentId, Path note) {
        return (ExperimentStore) Proxy.newProxyInstance(
                ExperimentStore.class.getClassLoader(),
                new Class<?>[] {ExperimentStore.class},
                (proxy, method, arguments) ->
                        method.getName().equals("commit") && changesEconomy((List<?>) arguments[0], experimentId)
                                ? noted(note)
                                : method.invoke(store, arguments));
    }

    private static boolean changesEconomy(List<?> changes, String experimentId) {
        return changes.stream()
                .anyMatch(change -> change instanceof Change.Append append
                        && append.event().type().equals(EventType.ECONOMY_CHANGED)
                        && append.event().experimentId().equals(experimentId));
    }

    private static Mono<Object> noted(Path note) {
        return Mono.fromRunnable(() -> {
                    try {
                        Files.createFile(note);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .then(Mono.never());
    }
}
