package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The arena as the agent of one variant of an experiment in this process reaches it. */
final class VariantArena implements RepeatableArena {

    private final Experiment experiment;
    private final Variant variant;

    VariantArena(Experiment experiment, Variant variant) {
        this.experiment = experiment;
        this.variant = variant;
    }

    @Override
    public Mono<VariantInfo> variant() {
        return Mono.fromCallable(() -> {
            experiment.seen(variant);
            ExperimentStatus status = experiment.status();
            if (status == ExperimentStatus.ARCHIVED) {
                throw closed(status);
            }
            VariantSpec spec = variant.spec();
            VariantState state = experiment.state().variant(spec.id());
            return new VariantInfo(
                    spec.id(),
                    spec.name(),
                    experiment.spec().id(),
                    experiment.spec().name(),
                    status.name(),
                    VariantInfo.AGENT_MODE,
                    spec.isControl(),
                    state.economy(),
                    state.lastAccepted(),
                    spec.limits().updateInterval(),
                    spec.limits().deltaLimitPercent());
        });
    }

    @Override
    public Mono<Signals> signals() {
        return Mono.fromCallable(() -> {
            experiment.seen(variant);
            ExperimentStatus status = experiment.status();
            if (status.isClosedToAgents()) {
                throw closed(status);
            }
            return experiment.observe(variant);
        });
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update) {
        return seen(experiment.submit(variant, update));
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update, Request request) {
        return seen(experiment.submit(variant, update, request));
    }

    @Override
    public Mono<Signals> signalsOnceSettled() {
        return experiment.settled().then(signals());
    }

    @Override
    public boolean isTooEarlyAfter(ConfigResult earlier, ConfigUpdate update) {
        return variant.judgement().isTooEarlyAfter(earlier, update, experiment.state(), experiment.now());
    }

    @Override
    public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
        return Mono.fromRunnable(() -> experiment.heard(variant, pollInterval));
    }

    @Override
    public Mono<Scoreboard> scoreboard() {
        return seen(Mono.fromCallable(experiment::scoreboard));
    }

    @Override
    public Mono<DecisionPage> decisions(int page, int pageSize) {
        return seen(experiment.decisions(variant, page, pageSize));
    }

    private <T> Mono<T> seen(Mono<T> answer) {
        return answer.doFirst(() -> experiment.seen(variant));
    }

    private ArenaClosedException closed(ExperimentStatus status) {
        String marker = status == ExperimentStatus.PAUSED ? "EXPERIMENT_PAUSED" : "EXPERIMENT_ENDED";
        return new ArenaClosedException(
                marker + ": experiment '" + experiment.spec().name() + "' is " + status
                        + "; agents can observe it while it is RUNNING",
                null);
    }
}
