package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.sandbox.experiment.TenantJson.Kept;
import io.agentflux.sandbox.experiment.TenantJson.Unfinished;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What tenants set differently from the global defaults. A change is kept first, together with the experiments that have to follow:
 * what a kill cuts short is finished at the next start.
 */
final class TenantEconomies {

    private static final Logger LOG = LoggerFactory.getLogger(TenantEconomies.class);
    private static final String KIND = "tenant";

    private final ExperimentStore store;
    private final Function<String, Optional<Experiment>> experiments;
    private final Map<String, Kept> byTenant = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param experiments finds an experiment by its id
     */
    TenantEconomies(ExperimentStore store, Function<String, Optional<Experiment>> experiments) {
        this.store = store;
        this.experiments = experiments;
    }

    Mono<Void> load() {
        return store.documents(KIND)
                .doOnNext(document -> byTenant.put(document.id(), TenantJson.read(document.body())))
                .then();
    }

    Map<EconomyParameter, Double> of(String tenant) {
        Kept kept = byTenant.get(tenant);
        return kept == null ? Map.of() : kept.values();
    }

    /**
     * Changes an economy; to be asked for one after another.
     *
     * @param experimentIds all experiments of the tenant
     */
    Mono<Void> change(String tenant, Map<EconomyParameter, Double> values, List<String> experimentIds, Cause cause) {
        Kept changed = new Kept(values, new Unfinished(experimentIds, cause.by(), cause.reason()));
        return put(tenant, changed).then(Mono.defer(() -> finish(tenant, changed)));
    }

    /** Finishes what a kill cut short. What cannot be kept now is left to the next start. */
    Mono<Void> finish() {
        return Flux.fromIterable(byTenant.entrySet())
                .concatMap(
                        entry -> finish(entry.getKey(), entry.getValue())
                                .onErrorResume(ArenaTransientException.class, failure -> {
                                    LOG.warn(
                                            "not all experiments of tenant '{}' have the economy that it was given; the next"
                                                    + " start tries again: {}",
                                            entry.getKey(),
                                            failure.getMessage());
                                    return Mono.empty();
                                }),
                        1)
                .then();
    }

    private Mono<Void> finish(String tenant, Kept kept) {
        Unfinished unfinished = kept.unfinished();
        if (unfinished == null) {
            return Mono.empty();
        }
        Cause cause = new Cause(unfinished.by(), unfinished.reason());
        return Flux.fromIterable(unfinished.experiments())
                .concatMap(id -> Mono.justOrEmpty(experiments.apply(id)), 1)
                .filter(experiment -> experiment.status() != ExperimentStatus.ARCHIVED)
                .concatMap(experiment -> experiment.changeTenantEconomy(kept.values(), cause), 1)
                .then(Mono.defer(() -> put(tenant, new Kept(kept.values(), null))));
    }

    private Mono<Void> put(String tenant, Kept kept) {
        return store.commit(List.of(new Change.Overwrite(KIND, tenant, TenantJson.write(kept))))
                .doOnNext(done -> byTenant.put(tenant, kept))
                .then();
    }
}
