package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.metrics.ExtraMetric;
import io.agentflux.sandbox.metrics.ExtraMetrics;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.DecisionLog;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.Heartbeats;
import io.agentflux.sandbox.store.StoreFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * All experiments of an arena, kept in a store: whatever was acknowledged is there again after a crash.
 *
 * <p>Each method that changes something returns a cold publisher; a subscription makes the change, also if it is cancelled, and
 * is answered once that is kept.
 */
public final class Experiments {

    private static final Logger LOG = LoggerFactory.getLogger(Experiments.class);

    /** Under which the set-ups of experiments are kept. */
    static final String KIND = "experiment";

    private static final Duration HEARTBEAT_FLUSH = Duration.ofSeconds(2);
    private static final Duration CHECKPOINT_PERIOD = Duration.ofMinutes(1);
    private static final long CHECKPOINT_EVENTS = 1_000;

    private final ExperimentStore store;
    private final Scheduler clock;
    private final Settings settings;
    private final HeapRoom room;
    private final Heartbeats heartbeats;
    private final StrategyTokens tokens;
    private final Checkpoints checkpoints;
    private final RandomIds ids = RandomIds.create();
    private final Disposable.Composite timers = Disposables.composite();
    private final Map<String, Experiment> byId = new ConcurrentSkipListMap<>();
    private final Claims beingCreated = new Claims();

    /** In which the economies of tenants change, and experiments take them over: none may miss a change. */
    private final Turns economyTurns = new Turns();

    private final TenantEconomies tenants;

    /**
     * What may differ from one arena to another.
     *
     * @param mostVariants how many variants an experiment may have, the control included
     * @param livePeople where real people come from
     * @param extraMetrics what an experiment may report beside the six metrics
     */
    public record Settings(int mostVariants, Cohorts livePeople, ExtraMetrics extraMetrics) {

        /** Up to five variants, no real people, and the built-in extra metrics. */
        public static Settings ofDefaults() {
            Cohorts none = (experiment, variant) -> {
                throw new IllegalArgumentException(
                        "experiment '" + experiment.name() + "' is for real people, of whom this arena has none");
            };
            return new Settings(5, none, ExtraMetrics.ofDefaults());
        }

        /** These settings with another limit of variants. */
        public Settings mostVariants(int variants) {
            return new Settings(variants, livePeople, extraMetrics);
        }

        /** These settings with real people. */
        public Settings livePeople(Cohorts cohorts) {
            return new Settings(mostVariants, cohorts, extraMetrics);
        }

        /**
         * These settings with one more metric that an experiment may report. Make it known at each start: where it is not,
         * experiments that asked for it go on without.
         *
         * @throws IllegalArgumentException if its name is taken, or is no name
         */
        public Settings extraMetric(ExtraMetric metric) {
            return new Settings(mostVariants, livePeople, extraMetrics.with(metric));
        }

        /** Refuses an experiment that has too many variants, or wants metrics that nobody knows. */
        private void require(ExperimentSpec wanted) {
            if (wanted.variants().size() > mostVariants) {
                throw new IllegalArgumentException("experiment '" + wanted.name() + "' has "
                        + wanted.variants().size() + " variants; give at most " + mostVariants
                        + ", the control included");
            }
            for (String name : wanted.extraMetrics()) {
                if (extraMetrics.find(name).isEmpty()) {
                    throw new IllegalArgumentException("there is no extra metric '" + name + "'; there are "
                            + String.join(", ", extraMetrics.names()));
                }
            }
        }

        /** The people of a variant, measured by what is known of the metrics that the experiment asks for. */
        private Cohort people(ExperimentSpec experiment, VariantSpec variant) {
            Cohort cohort = experiment.people() instanceof PeopleSpec.Simulated simulated
                    ? SimulatedCohorts.of(experiment, simulated, variant)
                    : livePeople.of(experiment, variant);
            List<ExtraMetric> extra = extraMetrics.known(experiment.extraMetrics());
            cohort.metrics().measureAlso(extra);
            if (extra.size() < experiment.extraMetrics().size()) {
                LOG.warn(
                        "experiment '{}' asks for the extra metrics {}, but only {} are known; variant '{}' goes on without"
                                + " the others",
                        experiment.name(),
                        experiment.extraMetrics(),
                        extra.stream().map(ExtraMetric::name).toList(),
                        variant.name());
            }
            return cohort;
        }
    }

    private Experiments(
            ExperimentStore store,
            Scheduler clock,
            Settings settings,
            HeapRoom room,
            Heartbeats heartbeats,
            StrategyTokens tokens) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.room = room;
        this.heartbeats = heartbeats;
        this.tokens = tokens;
        this.checkpoints = new Checkpoints(store);
        this.tenants = new TenantEconomies(store, this::find);
    }

    /**
     * All experiments that a store holds, as they were when the process before this one ended. Time that passed since then did
     * not pass for them.
     *
     * @param clock tells the time; days are played on it, each as one piece of work for the processor
     * @return a cold publisher: a subscription reads the store, and computes on the bounded elastic scheduler; nothing goes on by
     *     itself before all is read. The errors are those of the store
     */
    public static Mono<Experiments> open(ExperimentStore store, Scheduler clock, Settings settings) {
        return open(store, clock, settings, HeapRoom.ofProcess());
    }

    static Mono<Experiments> open(ExperimentStore store, Scheduler clock, Settings settings, HeapRoom room) {
        return Mono.zip(Heartbeats.load(store), StrategyTokens.load(store, clock))
                .publishOn(Schedulers.boundedElastic())
                .map(loaded -> new Experiments(store, clock, settings, room, loaded.getT1(), loaded.getT2()))
                .flatMap(Experiments::recover);
    }

    private Mono<Experiments> recover() {
        return tenants.load()
                .then(Mono.defer(() -> Recoveries.from(store, settings::people, now())))
                .doOnNext(this::adopt)
                .then(Mono.defer(tenants::finish))
                .publishOn(Schedulers.boundedElastic())
                .then(Mono.fromSupplier(this::resume));
    }

    private void adopt(Collection<Recovery> recoveries) {
        for (Recovery recovery : recoveries) {
            register(experiment(
                    recovery.spec(), recovery.cohorts(), recovery.state(), recovery.sequence(), recovery.answers()));
        }
        for (Heartbeats.Heartbeat heartbeat : heartbeats.latest()) {
            find(heartbeat.experimentId()).ifPresent(experiment -> experiment.remember(heartbeat));
        }
    }

    private Experiments resume() {
        byId.values().forEach(Experiment::resume);
        timers.add(again("heartbeats", HEARTBEAT_FLUSH, heartbeats.flush()));
        timers.add(
                again("checkpoints", CHECKPOINT_PERIOD, Mono.defer(() -> checkpoints.store(all(), CHECKPOINT_EVENTS))));
        return this;
    }

    /** Stores something again and again; a failed attempt is followed by the next one. */
    private Disposable again(String what, Duration period, Mono<Void> storing) {
        AtomicReference<String> told = new AtomicReference<>("");
        return Mono.delay(period, clock)
                .then(storing.onErrorResume(failure -> {
                    // the store tells of its own troubles, and of any other once is enough
                    boolean isOfStore =
                            failure instanceof ArenaTransientException || failure instanceof StoreFailedException;
                    if (!isOfStore && !failure.toString().equals(told.getAndSet(failure.toString()))) {
                        LOG.error(
                                "{} could not be stored and are tried again every {} s",
                                what,
                                period.toSeconds(),
                                failure);
                    }
                    return Mono.empty();
                }))
                .repeat()
                .subscribe(
                        done -> {},
                        clockIsGone -> LOG.warn(
                                "{} are not stored any more until the arena is closed, for its clock is gone: {}",
                                what,
                                clockIsGone.getMessage()));
    }

    private Experiment experiment(
            ExperimentSpec spec,
            Map<String, Cohort> cohorts,
            ExperimentState state,
            long sequence,
            RecentAnswers answers) {
        StoredJournal journal = new StoredJournal(
                spec.id(),
                store,
                new ExperimentEvents(spec.id(), () -> ids.next("evt_")),
                found -> answers.remember(found, now()));
        Backing backing =
                new Backing(journal, DecisionLog.of(store), () -> ids.next("dec_"), heartbeats::record, answers);
        return new Experiment(spec, clock, backing, cohorts, state, sequence);
    }

    private void register(Experiment experiment) {
        byId.put(experiment.spec().id(), experiment);
    }

    /**
     * Creates an experiment; it is a draft until moved on. What the tenant has set holds for it too, unless its set-up says
     * otherwise.
     *
     * @return a cold publisher of the experiment. Its life before the experiment is computed on the bounded elastic scheduler.
     *     The error is {@link IllegalArgumentException} if it has too many variants or metrics that there are none of, and
     *     {@link IllegalStateException} if there is one of its id, or no memory for its people
     */
    public Mono<Experiment> create(ExperimentSpec wanted, Cause cause) {
        return beingCreated.work(
                wanted.id(),
                () -> Mono.defer(() -> createNow(wanted, cause)).subscribeOn(Schedulers.boundedElastic()),
                () -> thereIsOne(wanted.id()));
    }

    private static IllegalStateException thereIsOne(String experimentId) {
        return new IllegalStateException("there is an experiment '" + experimentId + "' already; give another id");
    }

    /**
     * Refuses what {@link #create} would refuse now, and creates nothing.
     *
     * @throws IllegalArgumentException if it has too many variants, or wants metrics that nobody knows
     * @throws IllegalStateException if there is one of its id, or no memory for its people
     */
    public void requireCreatable(ExperimentSpec wanted) {
        if (byId.containsKey(wanted.id())) {
            throw thereIsOne(wanted.id());
        }
        settings.require(wanted);
        room.require(wanted, byId.values());
    }

    private Mono<Experiment> createNow(ExperimentSpec wanted, Cause cause) {
        requireCreatable(wanted);
        List<String> withoutEffect = wanted.parametersWithoutEffect();
        if (!withoutEffect.isEmpty()) {
            LOG.warn(
                    "experiment '{}' declares the parameters {}, by which the arena pays {} people nothing different: agents may"
                            + " change them, and what they mean is up to those who read them",
                    wanted.name(),
                    withoutEffect,
                    wanted.people() instanceof PeopleSpec.Live ? "real" : "simulated");
        }
        Map<String, Cohort> cohorts = new LinkedHashMap<>();
        wanted.variants().forEach(variant -> cohorts.put(variant.id(), settings.people(wanted, variant)));
        return economyTurns.next(
                Mono.defer(() -> begin(wanted, cohorts, cause)).subscribeOn(Schedulers.boundedElastic()));
    }

    private Mono<Experiment> begin(ExperimentSpec wanted, Map<String, Cohort> cohorts, Cause cause) {
        Map<EconomyParameter, Double> economy = new LinkedHashMap<>(tenants.of(wanted.tenant()));
        economy.putAll(wanted.tenantEconomy());
        ExperimentSpec spec = wanted.mutate().tenantEconomy(economy).build();
        ExperimentState state = ExperimentState.initial(spec, cohorts);
        return store.commit(creation(spec, cause))
                .map(kept -> experiment(spec, cohorts, state, kept.get(0).sequence(), new RecentAnswers()))
                .doOnNext(this::register);
    }

    private List<Change> creation(ExperimentSpec spec, Cause cause) {
        return List.of(
                new Change.Put(Document.of(KIND, spec.id(), SpecJson.write(spec))),
                new Change.Append(new ExperimentEvent(
                        spec.id(),
                        null,
                        EventType.EXPERIMENT_CREATED,
                        spec.id(),
                        now(),
                        null,
                        SpecJson.write(spec, cause))));
    }

    /**
     * The experiment of that id, which is created if it is not there, and started if it has not begun. One that is there goes on
     * as it was set up then.
     *
     * @return a cold publisher; the errors are those of {@link #create}
     */
    public Mono<Experiment> ongoing(ExperimentSpec wanted, Cause cause) {
        return Mono.defer(() -> Mono.justOrEmpty(find(wanted.id())))
                .switchIfEmpty(create(wanted, cause))
                .flatMap(experiment -> experiment.start(cause).thenReturn(experiment));
    }

    /** The experiment of that id. */
    public Optional<Experiment> find(String experimentId) {
        return Optional.ofNullable(byId.get(experimentId));
    }

    /** All experiments, by their ids. */
    public List<Experiment> all() {
        return List.copyOf(byId.values());
    }

    /** What a tenant sets differently from the global defaults. */
    public Map<EconomyParameter, Double> tenantEconomy(String tenant) {
        return tenants.of(tenant);
    }

    /**
     * Changes what a tenant sets differently from the global defaults, in each of its experiments that are not archived. A variant
     * keeps what it sets itself; people feel the change from their next day on. An experiment that is created meanwhile has this
     * economy too. What a kill cuts short is finished at the next start; after an error, ask again.
     */
    public Mono<Void> changeTenantEconomy(String tenant, Map<EconomyParameter, Double> economy, Cause cause) {
        Map<EconomyParameter, Double> copy = Map.copyOf(economy);
        return economyTurns.next(Mono.defer(() -> tenants.change(tenant, copy, ofTenant(tenant), cause)));
    }

    private List<String> ofTenant(String tenant) {
        return byId.values().stream()
                .map(Experiment::spec)
                .filter(spec -> spec.tenant().equals(tenant))
                .map(ExperimentSpec::id)
                .toList();
    }

    /** The tokens by which agents reach their variants. */
    public StrategyTokens tokens() {
        return tokens;
    }

    /** Where everything is kept. */
    public ExperimentStore store() {
        return store;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    }

    /**
     * Lets time stand still in all experiments and stores the last heartbeats and checkpoints. The store stays open.
     *
     * @return a cold publisher
     */
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
                    timers.dispose();
                    byId.values().forEach(Experiment::close);
                })
                .then(heartbeats.flush())
                .then(Mono.defer(() -> checkpoints.store(all(), 1)));
    }
}
