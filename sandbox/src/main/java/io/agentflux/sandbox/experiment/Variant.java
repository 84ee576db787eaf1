package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.sandbox.metrics.Headcount;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.metrics.VariantComparisons;
import io.agentflux.sandbox.store.Heartbeats.Heartbeat;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One variant at work: its people, its agent's signs of life, and how its updates are judged. */
final class Variant {

    private final VariantSpec spec;
    private final Judgement judgement;
    private final Oversight oversight;
    private final Cohort cohort;
    private final SignalCache signalCache;
    private final @Nullable CompatibleSignals shownInstead;
    private final AtomicInteger observations = new AtomicInteger();
    private volatile @Nullable Heartbeat lastHeartbeat;
    private volatile @Nullable Instant lastSeen;

    Variant(VariantSpec spec, Cohort cohort, ExperimentSpec experiment) {
        this.spec = spec;
        this.judgement = new Judgement(spec, experiment);
        this.oversight = new Oversight(spec, experiment, judgement);
        this.shownInstead =
                experiment.profile() == Profile.COMPATIBLE && experiment.people() instanceof PeopleSpec.Simulated people
                        ? new CompatibleSignals(spec, people.seed())
                        : null;
        this.cohort = cohort;
        this.signalCache = new SignalCache(experiment.signalCache());
    }

    VariantSpec spec() {
        return spec;
    }

    Cohort cohort() {
        return cohort;
    }

    /** Lets the people live one day, and measures them. */
    Occurrence.LivedDay playDay(VariantState morning) {
        cohort.playDay(morning.economyOfDay());
        MetricsEngine engine = cohort.metrics();
        return new Occurrence.LivedDay(spec.id(), morning.economyOfDay(), engine.headcount(), engine.signalsByName());
    }

    /** How the updates of its agent are judged. */
    Judgement judgement() {
        return judgement;
    }

    /** What people may decide over the head of its agent. */
    Oversight oversight() {
        return oversight;
    }

    /** What the agent observes. */
    Signals observe(ExperimentState state, Instant now) {
        observations.incrementAndGet();
        return signals(state, now);
    }

    /** How often the agent has observed since the process began. */
    int observed() {
        return observations.get();
    }

    /** Takes note that the agent of another variant has observed so often; for a variant that has no agent. */
    void observedElsewhere(int times) {
        observations.accumulateAndGet(times, Math::max);
    }

    /** What the people's last evening looked like; safe to ask for on any thread. */
    private Signals signals(ExperimentState state, Instant now) {
        VariantState variant = state.variant(spec.id());
        if (shownInstead != null) {
            return shownInstead.of(variant.economy(), observations.get(), state.daysPlayed() + 1, now);
        }
        return signalCache.get(now, () -> {
            Headcount people = variant.headcount();
            return new Signals(
                    people.enrolled(),
                    people.activeToday(),
                    people.activeThisWeek(),
                    people.totalScans(),
                    state.daysPlayed() + 1,
                    variant.metrics(),
                    now);
        });
    }

    void heard(Heartbeat heartbeat) {
        lastHeartbeat = heartbeat;
    }

    void seenAt(Instant now) {
        lastSeen = now;
    }

    /** When its agent was last heard of. */
    AgentContact contact() {
        Heartbeat heartbeat = lastHeartbeat;
        return heartbeat == null
                ? new AgentContact(lastSeen, null, null)
                : new AgentContact(lastSeen, heartbeat.timestamp(), heartbeat.interval());
    }

    ScoreboardEntry scoreboardEntry(ExperimentState state, VariantComparisons compared, Instant now) {
        Signals signals = signals(state, now);
        VariantState variant = state.variant(spec.id());
        Heartbeat heartbeat = lastHeartbeat;
        return new ScoreboardEntry(
                spec.id(),
                spec.name(),
                spec.isControl(),
                variant.economy(),
                variant.lastAccepted(),
                heartbeat == null ? null : heartbeat.timestamp(),
                signals.metrics(),
                signals.enrolled(),
                signals.activeToday(),
                variant.accepted(),
                variant.rejected(),
                compared.versusControl(spec.id()),
                compared.standing(spec.id()).orElse(null));
    }
}
