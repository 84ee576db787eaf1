package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Arena;
import io.agentflux.arena.Economy;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Scoreboard;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.store.DecisionLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * An experiment in this process: its variants, the people in them, and the days that pass.
 *
 * <p>All time comes from the scheduler. While the experiment is running, the people live one day per day length; a change of
 * the economy reaches them at the next day boundary. Everything may be called from any thread; days are played on the
 * scheduler.
 */
public final class Experiment {

    private final ExperimentSpec spec;
    private final Scheduler scheduler;
    private final DecisionLog decisionLog;
    private final Map<String, Variant> variants = new LinkedHashMap<>();
    private final AtomicReference<ExperimentStatus> status = new AtomicReference<>(ExperimentStatus.DRAFT);
    private final AtomicInteger decisionCount = new AtomicInteger();
    private final AtomicInteger daysPlayed = new AtomicInteger();
    private volatile @Nullable Disposable nextDay;

    private Experiment(
            ExperimentSpec spec, Scheduler scheduler, DecisionLog decisionLog, Function<VariantSpec, Cohort> cohortOf) {
        this.spec = spec;
        this.scheduler = scheduler;
        this.decisionLog = decisionLog;
        Economy tenantEconomy = Economy.defaults().with(spec.tenantEconomy());
        for (VariantSpec variant : spec.variants()) {
            variants.put(
                    variant.id(),
                    new Variant(
                            spec.id(),
                            variant,
                            tenantEconomy,
                            cohortOf.apply(variant),
                            decisionLog,
                            spec.signalCache()));
        }
    }

    /**
     * Sets up an experiment; it is a {@link ExperimentStatus#DRAFT} until moved on.
     *
     * @param spec what it consists of
     * @param scheduler its clock, on which the days are played
     * @param decisionLog where decisions are kept
     * @param cohortOf the people of a variant, asked for once for each
     */
    public static Experiment create(
            ExperimentSpec spec, Scheduler scheduler, DecisionLog decisionLog, Function<VariantSpec, Cohort> cohortOf) {
        return new Experiment(spec, scheduler, decisionLog, cohortOf);
    }

    /** What the experiment consists of. */
    public ExperimentSpec spec() {
        return spec;
    }

    /** Where the experiment is in its life. */
    public ExperimentStatus status() {
        return Objects.requireNonNull(status.get());
    }

    /**
     * Moves the experiment on in its life. Days pass from the moment it is running until it is not.
     *
     * @throws IllegalStateException if it cannot go there from where it is
     */
    public void moveTo(ExperimentStatus next) {
        ExperimentStatus before = Objects.requireNonNull(status.getAndUpdate(now -> moved(now, next)));
        if (!before.canBecome(next)) {
            throw new IllegalStateException(
                    "experiment '" + spec.name() + "' is " + before + " and cannot become " + next);
        }
        Disposable pending = nextDay;
        if (next == ExperimentStatus.RUNNING) {
            scheduleNextDay();
        } else if (pending != null) {
            pending.dispose();
        }
    }

    private static ExperimentStatus moved(@Nullable ExperimentStatus now, ExperimentStatus next) {
        ExperimentStatus from = Objects.requireNonNull(now);
        return from.canBecome(next) ? next : from;
    }

    private void scheduleNextDay() {
        nextDay = scheduler.schedule(this::playDay, spec.dayLength().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void playDay() {
        if (status() != ExperimentStatus.RUNNING) {
            return;
        }
        variants.values().forEach(Variant::playDay);
        int played = daysPlayed.incrementAndGet();
        if (spec.days() != null && played == spec.days()) {
            moveTo(ExperimentStatus.COMPLETED);
        } else {
            scheduleNextDay();
        }
    }

    /** The number of whole days the people have lived in this experiment. */
    public int daysPlayed() {
        return daysPlayed.get();
    }

    /**
     * The arena as the agent of that variant reaches it.
     *
     * @throws IllegalArgumentException if there is no such variant
     */
    public Arena arena(String variantId) {
        return new VariantArena(this, variant(variantId));
    }

    /**
     * Freezes a variant: its agent may observe but not act, until the freeze is released or ends by itself.
     *
     * @param reason what tripped it, for people
     * @param until when it ends by itself, null if only {@link #release} ends it
     */
    public void freeze(String variantId, String reason, @Nullable Instant until) {
        variant(variantId).setFreeze(new Proposal.Freeze(reason, until));
    }

    /** Releases the freeze of a variant. */
    public void release(String variantId) {
        variant(variantId).setFreeze(null);
    }

    private Variant variant(String variantId) {
        Variant variant = variants.get(variantId);
        if (variant == null) {
            throw new IllegalArgumentException("experiment '" + spec.name() + "' has no variant '" + variantId
                    + "'; there are " + String.join(", ", variants.keySet()));
        }
        return variant;
    }

    Scoreboard scoreboard() {
        return new Scoreboard(variants.values().stream()
                .sorted(Comparator.comparing(variant -> !variant.spec().isControl()))
                .map(variant -> variant.scoreboardEntry(experimentDays(), now()))
                .toList());
    }

    /** The number of the current day; the first is 1. */
    int experimentDays() {
        return daysPlayed.get() + 1;
    }

    DecisionLog decisionLog() {
        return decisionLog;
    }

    String nextDecisionId() {
        return String.format(Locale.ROOT, "dec_%08x", decisionCount.incrementAndGet());
    }

    Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }
}
