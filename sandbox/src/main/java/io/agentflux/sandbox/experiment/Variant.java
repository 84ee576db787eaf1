package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.Economy;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.metrics.Headcount;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.store.DecisionLog;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One variant at work: its people, what it pays them, and what its agent decided. */
final class Variant {

    private final String experimentId;
    private final VariantSpec spec;
    private final Judgement judgement;
    private final DecisionLog log;
    private final Cohort cohort;
    private final SignalCache signalCache;
    private final AtomicReference<VariantState> state;
    private Economy economyOfDay;
    private volatile Measured measured;

    private record Measured(Headcount people, Map<String, MetricSignal> metrics) {}

    Variant(
            String experimentId,
            VariantSpec spec,
            Economy tenantEconomy,
            Cohort cohort,
            DecisionLog log,
            Duration signalCache) {
        this.experimentId = experimentId;
        this.spec = spec;
        this.judgement = new Judgement(spec);
        this.log = log;
        this.cohort = cohort;
        this.signalCache = new SignalCache(signalCache);
        this.economyOfDay = tenantEconomy.with(spec.startingEconomy());
        this.state = new AtomicReference<>(VariantState.startingWith(economyOfDay));
        this.measured = measure(cohort.metrics());
    }

    VariantSpec spec() {
        return spec;
    }

    VariantState state() {
        return Objects.requireNonNull(state.get());
    }

    /** Lets the people live one day under the economy that was in force when the day began, and measures them. */
    void playDay() {
        cohort.playDay(economyOfDay);
        economyOfDay = state().economy();
        measured = measure(cohort.metrics());
    }

    /** What the people's last evening looked like; safe to ask for on any thread. */
    Signals signals(int experimentDays, Instant now) {
        return signalCache.get(now, () -> {
            Measured latest = measured;
            Headcount people = latest.people();
            return new Signals(
                    people.enrolled(),
                    people.activeToday(),
                    people.activeThisWeek(),
                    people.totalScans(),
                    experimentDays,
                    latest.metrics(),
                    now);
        });
    }

    private static Measured measure(MetricsEngine engine) {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        engine.signals().forEach((metric, signal) -> metrics.put(metric.name(), signal));
        return new Measured(engine.headcount(), metrics);
    }

    /** Judges an update, keeps the decision, and answers once it is kept. */
    Mono<ConfigResult> submit(ConfigUpdate update, ExperimentStatus status, Instant now, String decisionId) {
        while (true) {
            VariantState before = state();
            Decision decision = judgement.of(update, before, status, now, decisionId);
            if (state.compareAndSet(before, before.after(decision))) {
                return log.append(experimentId, spec.id(), decision).thenReturn(decision.result());
            }
        }
    }

    void heardOfAt(Instant heartbeat) {
        change(before -> before.heardOfAt(heartbeat));
    }

    void setFreeze(Proposal.@Nullable Freeze freeze) {
        change(before -> before.with(freeze));
    }

    private void change(UnaryOperator<VariantState> change) {
        state.updateAndGet(before -> change.apply(Objects.requireNonNull(before)));
    }

    ScoreboardEntry scoreboardEntry(int experimentDays, Instant now) {
        Signals signals = signals(experimentDays, now);
        VariantState seen = state();
        return new ScoreboardEntry(
                spec.id(),
                spec.name(),
                spec.isControl(),
                seen.economy(),
                seen.lastAccepted(),
                seen.lastHeartbeat(),
                signals.metrics(),
                signals.enrolled(),
                signals.activeToday(),
                seen.accepted(),
                seen.rejected());
    }
}
