package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.experiment.StateLane.Step;
import io.agentflux.sandbox.metrics.ExtraMetrics;
import io.agentflux.sandbox.metrics.VariantComparisons;
import io.agentflux.sandbox.store.DecisionLog;
import io.agentflux.sandbox.store.Heartbeats.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * An experiment in this process: its variants, the people in them, and the days that pass.
 *
 * <p>All time comes from the scheduler. While the experiment is running, the people live one day per day length; a change of
 * the economy reaches them at the next day boundary. Everything may be called from any thread; days are played on the
 * scheduler.
 *
 * <p>Whatever changes the experiment is kept first, then published, then answered: {@link #state()} never shows what could be
 * lost. Each method that changes something returns a cold publisher; a subscription makes the change, and cancelling does not
 * take it back. It fails with {@link io.agentflux.arena.ArenaTransientException} if the change could not be kept.
 */
public final class Experiment {

    private final ExperimentSpec spec;
    private final Scheduler scheduler;
    private final Backing backing;
    private final Variants variants;
    private final StateLane lane;
    private final Timetable timetable;

    /**
     * Sets up an experiment that ends with the process; it is a {@link ExperimentStatus#DRAFT} until moved on. Where the decision
     * log answers at once, so does everything else, on the thread that subscribes.
     *
     * @param spec what it consists of; of extra metrics it reports those that are built in
     * @param scheduler its clock, on which the days are played
     * @param decisionLog where decisions are kept
     * @param cohortOf the people of a variant, asked for once for each
     */
    public static Experiment create(
            ExperimentSpec spec, Scheduler scheduler, DecisionLog decisionLog, Function<VariantSpec, Cohort> cohortOf) {
        Map<String, Cohort> cohorts = new LinkedHashMap<>();
        for (VariantSpec variant : spec.variants()) {
            Cohort cohort = cohortOf.apply(variant);
            cohort.metrics().measureAlso(ExtraMetrics.ofDefaults().known(spec.extraMetrics()));
            cohorts.put(variant.id(), cohort);
        }
        return new Experiment(
                spec,
                scheduler,
                Backing.inMemory(spec.id(), decisionLog),
                cohorts,
                ExperimentState.initial(spec, cohorts),
                0);
    }

    /**
     * Sets up an experiment on simulated people that ends with the process, as {@link #create}. Computes their life before the
     * experiment, which takes a moment.
     *
     * @throws IllegalArgumentException if it is for real people
     */
    public static Experiment simulated(ExperimentSpec spec, Scheduler scheduler) {
        if (!(spec.people() instanceof PeopleSpec.Simulated people)) {
            throw new IllegalArgumentException(
                    "experiment '" + spec.name() + "' is for real people, not simulated ones");
        }
        return create(spec, scheduler, DecisionLog.inMemory(), variant -> SimulatedCohorts.of(spec, people, variant));
    }

    /**
     * An experiment as it became.
     *
     * @param state what has become of it; the people have lived through it already
     * @param sequence the last event of the log that this state has seen
     */
    Experiment(
            ExperimentSpec spec,
            Scheduler scheduler,
            Backing backing,
            Map<String, Cohort> cohorts,
            ExperimentState state,
            long sequence) {
        this.spec = spec;
        this.scheduler = scheduler;
        this.backing = backing;
        this.variants = new Variants(spec, cohorts, scheduler);
        this.timetable = new Timetable(this, scheduler);
        this.lane = new StateLane(
                "experiment '" + spec.name() + "'", state, sequence, backing.journal(), scheduler, timetable::follow);
    }

    /** What the experiment consists of. */
    public ExperimentSpec spec() {
        return spec;
    }

    /** What has become of it; never shows what is not kept yet. */
    public ExperimentState state() {
        return lane.published();
    }

    /** Where the experiment is in its life. */
    public ExperimentStatus status() {
        return state().status();
    }

    /** The number of whole days the people have lived in this experiment. */
    public int daysPlayed() {
        return state().daysPlayed();
    }

    /**
     * Moves the experiment on in its life. Days pass from the moment it is running until it is not.
     *
     * @return a cold publisher of the status it had before; the error is {@link IllegalStateException} if the experiment cannot
     *     go there from where it is
     */
    public Mono<ExperimentStatus> moveTo(ExperimentStatus next, Cause cause) {
        return lane.change(state -> {
            ExperimentStatus from = state.status();
            if (!from.canBecome(next)) {
                throw new IllegalStateException(
                        "experiment '" + spec.name() + "' is " + from + " and cannot become " + next);
            }
            return new Step<>(List.of(new Occurrence.StatusChanged(from, next, cause, now())), from);
        });
    }

    /** Moves the experiment on until it is running, if it has not begun yet; does nothing otherwise. */
    public Mono<Void> start(Cause cause) {
        return Mono.defer(() -> switch (status()) {
                    case DRAFT ->
                        moveTo(ExperimentStatus.RECRUITING, cause).then(moveTo(ExperimentStatus.RUNNING, cause));
                    case RECRUITING -> moveTo(ExperimentStatus.RUNNING, cause);
                    case RUNNING, PAUSED, COMPLETED, ARCHIVED -> Mono.<ExperimentStatus>empty();
                })
                .then();
    }

    /**
     * Freezes a variant or the whole experiment: agents may observe but not act, until the freeze is released or ends by itself.
     *
     * @param variantId the variant; null freezes all of them at once
     * @param until when it ends by itself, null if only {@link #release} ends it
     * @param cause who does it, and what tripped it
     * @return a cold publisher; the error is {@link IllegalArgumentException} if {@code until} has passed
     * @throws IllegalArgumentException if there is no such variant
     */
    public Mono<Void> freeze(@Nullable String variantId, @Nullable Instant until, Cause cause) {
        requireVariant(variantId);
        return change(state -> {
            Instant now = now();
            if (until != null && !until.isAfter(now)) {
                throw new IllegalArgumentException(
                        "until is " + until + ", which has passed; give an instant that is still to come, or none");
            }
            Proposal.Freeze freeze = new Proposal.Freeze(cause.reason(), until);
            return List.of(new Occurrence.Frozen(variantId, freeze, cause.by(), now));
        });
    }

    /**
     * Releases the freeze of a variant, or that of the whole experiment; one does not end the other.
     *
     * @param variantId the variant; null means the experiment
     * @throws IllegalArgumentException if there is no such variant
     */
    public Mono<Void> release(@Nullable String variantId, Cause cause) {
        requireVariant(variantId);
        return change(state -> {
            Proposal.Freeze freeze = variantId == null
                    ? state.freeze()
                    : state.variant(variantId).freeze();
            return freeze == null ? List.of() : List.of(new Occurrence.Released(variantId, cause, now()));
        });
    }

    private void requireVariant(@Nullable String variantId) {
        if (variantId != null) {
            variants.variant(variantId);
        }
    }

    /** A change to which there is no other answer than that it is made. */
    private Mono<Void> change(Function<ExperimentState, List<Occurrence>> decide) {
        return lane.change(state -> new Step<>(decide.apply(state), true)).then();
    }

    /**
     * Approves of an update that was refused with {@link RejectionCode#APPROVAL_REQUIRED}. It is judged once more, as the
     * experiment is now and by all rules but that one; what comes of it is a decision of its own, whose evidence names the first
     * one and who approved.
     *
     * @param decisionId the decision that refused it; only the latest of a variant waits, until another update is accepted
     * @return a cold publisher of the result, which may be a refusal by another rule: then the update goes on waiting. The error
     *     is {@link IllegalStateException} if it does not wait
     * @throws IllegalArgumentException if there is no such variant
     */
    public Mono<ConfigResult> approve(String variantId, String decisionId, Cause cause) {
        Variant variant = variants.variant(variantId);
        return lane.change(
                state -> decided(variant, variant.oversight().approve(decisionId, cause, hearing(state)), null));
    }

    private Hearing hearing(ExperimentState state) {
        return new Hearing(state, now(), backing.decisionIds().get());
    }

    private static Step<ConfigResult> decided(Variant variant, Decision decision, @Nullable String requestKey) {
        return new Step<>(
                List.of(new Occurrence.Decided(variant.spec().id(), decision, requestKey)), decision.result());
    }

    /**
     * Denies an update that waits for approval: it stays refused, and nobody can approve of it any more.
     *
     * @param decisionId the decision that refused it
     * @return a cold publisher; the error is {@link IllegalStateException} if it does not wait
     * @throws IllegalArgumentException if there is no such variant
     */
    public Mono<Void> deny(String variantId, String decisionId, Cause cause) {
        Oversight oversight = variants.variant(variantId).oversight();
        return change(state -> {
            oversight.requireWaiting(decisionId, state);
            return List.of(new Occurrence.Denied(variantId, decisionId, cause, now()));
        });
    }

    /**
     * Takes a variant back to the economy that it started with, at once and whatever the guardrails say. It is kept as a decision
     * like every change of a variant.
     *
     * @return a cold publisher; nothing happens if the variant pays this already
     * @throws IllegalArgumentException if there is no such variant
     */
    public Mono<Void> revert(String variantId, Cause cause) {
        Oversight oversight = variants.variant(variantId).oversight();
        return change(state -> oversight.isAsAtStart(state)
                ? List.of()
                : List.of(new Occurrence.Decided(variantId, oversight.revert(cause, hearing(state)), null)));
    }

    /** Changes the tenant's economy; each variant keeps what it sets itself. The people feel it from the next day on. */
    Mono<Void> changeTenantEconomy(Map<EconomyParameter, Double> tenantEconomy, Cause cause) {
        Map<EconomyParameter, Double> copy = Map.copyOf(tenantEconomy);
        return change(state -> state.tenantEconomy().equals(copy)
                ? List.of()
                : List.of(new Occurrence.EconomyChanged(copy, cause, now())));
    }

    /**
     * The arena as the agent of that variant reaches it.
     *
     * @throws IllegalArgumentException if there is no such variant
     */
    public RepeatableArena arena(String variantId) {
        return new VariantArena(this, variants.variant(variantId));
    }

    /**
     * When the agent of a variant was last heard of.
     *
     * @throws IllegalArgumentException if there is no such variant
     */
    public AgentContact contact(String variantId) {
        return variants.variant(variantId).contact();
    }

    /**
     * The people of a variant as they were given; those that come from this class are for the scheduler's thread.
     *
     * @throws IllegalArgumentException if there is no such variant
     */
    public Cohort cohort(String variantId) {
        return variants.variant(variantId).cohort();
    }

    Mono<ConfigResult> submit(Variant variant, ConfigUpdate update) {
        return lane.change(state -> decided(variant, variant.judgement().of(update, hearing(state)), null));
    }

    Mono<ConfigResult> submit(Variant variant, ConfigUpdate update, RepeatableArena.Request request) {
        return lane.change(state -> {
            ConfigResult answered = backing.answers().find(request, update, now());
            return answered == null
                            || !(request.isNamedBySender()
                                    || variant.judgement().isTooEarlyAfter(answered, update, state, now()))
                    ? decided(variant, variant.judgement().of(update, hearing(state)), request.key())
                    : new Step<>(List.of(), answered);
        });
    }

    /** Completes once every change that is on its way now is published, or failed. */
    Mono<Void> settled() {
        return change(state -> List.of()).onErrorComplete();
    }

    void seen(Variant variant) {
        variant.seenAt(now());
    }

    void heard(Variant variant, Duration pollInterval) {
        Heartbeat heartbeat = new Heartbeat(spec.id(), variant.spec().id(), now(), pollInterval);
        variant.heard(heartbeat);
        backing.heartbeats().accept(heartbeat);
    }

    /** Takes note of a heartbeat that was heard before this process began. */
    void remember(Heartbeat heartbeat) {
        variants.remember(heartbeat);
    }

    Signals observe(Variant variant) {
        return variants.observe(variant, state(), now());
    }

    /**
     * Every variant against the control as of the last evening of a state, which is the current one or that of a moment ago.
     * Worked out when somebody asks for the first time that day, which takes a few passes over all people.
     */
    public VariantComparisons comparisons(ExperimentState state) {
        return variants.comparisons(state);
    }

    Scoreboard scoreboard() {
        return variants.scoreboard(state(), now());
    }

    Mono<DecisionPage> decisions(Variant variant, int page, int pageSize) {
        return backing.decisionLog().page(spec.id(), variant.spec().id(), page, pageSize);
    }

    /** The time by which it lives. */
    public Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }

    /**
     * What a later recovery can begin with.
     *
     * @param head the last event of the log, read before this is called
     */
    Checkpoint checkpoint(long head) {
        StateLane.Point point = lane.complete(head);
        return Checkpoint.of(point.sequence(), point.state());
    }

    /** Lets time go on after a recovery. */
    void resume() {
        timetable.resume(state());
    }

    /** Lets time stand still for good. */
    void close() {
        timetable.close();
    }

    /** Lets the people of every variant live a day, after that morning. */
    List<Occurrence.LivedDay> playDay(ExperimentState morning) {
        return variants.playDay(morning);
    }

    /** Lets go of what only another day would need. */
    void end() {
        variants.end();
    }

    /** Takes note that the people have lived a day. */
    Mono<Void> keep(Occurrence.DayPassed day) {
        return change(state -> List.of(day));
    }
}
