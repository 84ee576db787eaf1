package io.agentflux;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The description of an agent that observes, decides and acts, again and again, and the publisher of everything that happens
 * to it. It is immutable, each option gives a changed copy, so it can be stored as a template.
 *
 * <pre>{@code
 * AgentFlux.observing(() -> meters.load())
 *         .deciding(load -> load > 0.8 ? Optional.of(replicas + 1) : Optional.empty())
 *         .acting(count -> cluster.scaleTo(count))
 *         .named("scaler")
 *         .every(Cadence.fixedDelay(Duration.ofSeconds(5)))
 *         .events()
 *         .subscribe(event -> log.info("{}", event));
 * }</pre>
 *
 * <p>Cold: one subscription is one run. Cycles never overlap. They begin on the {@linkplain #on scheduler} and go on wherever
 * the publishers they call emit; no thread is ever blocked. Demand is honoured: events wait in a {@linkplain #eventBuffer
 * bounded buffer}, and acting never waits for the reader. Cancelling ends the run at once and releases everything it holds. The
 * stream completes after {@link AgentEvent.Stopped}, or ends with the last error if the agent {@link StopReason.Failed failed}.
 *
 * @param <O> what is observed
 * @param <A> what is proposed
 * @param <R> what came of a proposal
 */
public final class AgentFlux<O, A, R> implements Publisher<AgentEvent<O, A, R>> {

    /** Under this key the Reactor context of every call holds the name of the agent, a {@code String}. */
    public static final String AGENT_KEY = "agentflux.agent";

    /** Under this key the Reactor context of every call holds the number of the cycle, a {@code Long}. */
    public static final String CYCLE_KEY = "agentflux.cycle";

    final Supplier<? extends Publisher<? extends Behavior<O, A, R>>> opening;
    final AgentSettings<R> settings;

    private AgentFlux(Supplier<? extends Publisher<? extends Behavior<O, A, R>>> opening, AgentSettings<R> settings) {
        this.opening = opening;
        this.settings = settings;
    }

    /** Begins the description of an agent with how it sees the world, see {@link Behavior#observe}. */
    public static <O> Observing<O> observing(Supplier<? extends Publisher<? extends O>> observe) {
        return new Observing<>(Objects.requireNonNull(observe, "observe"));
    }

    /**
     * An agent whose behavior is made anew for each run, once the run has begun: the place to ask the other side for what the
     * run must know, and to keep state that belongs to one run only. Empty is an error. A failure counts as a failed cycle, and
     * the next cycle tries again.
     */
    public static <O, A, R> AgentFlux<O, A, R> opening(
            Supplier<? extends Publisher<? extends Behavior<O, A, R>>> open) {
        return new AgentFlux<>(Objects.requireNonNull(open, "open"), new AgentSettings<>());
    }

    /** An agent that knows how to observe. */
    public static final class Observing<O> {

        private final Supplier<? extends Publisher<? extends O>> observe;

        private Observing(Supplier<? extends Publisher<? extends O>> observe) {
            this.observe = observe;
        }

        /** Decides at once, without blocking; empty means hold. */
        public <A> Deciding<O, A> deciding(Function<? super O, Optional<A>> decide) {
            return decidingAsync(observation -> Mono.justOrEmpty(decide.apply(observation)));
        }

        /** Decides in its own time, without blocking; an empty publisher means hold. */
        public <A> Deciding<O, A> decidingAsync(Function<? super O, ? extends Publisher<? extends A>> decide) {
            return new Deciding<>(observe, Objects.requireNonNull(decide, "decide"));
        }

        /** Decides by code that may block, on {@link Schedulers#boundedElastic()}; empty means hold. */
        public <A> Deciding<O, A> decidingBlocking(Function<? super O, Optional<A>> decide) {
            return decidingBlocking(decide, Schedulers.boundedElastic());
        }

        /** Decides by code that may block, on {@code scheduler}; empty means hold. */
        public <A> Deciding<O, A> decidingBlocking(Function<? super O, Optional<A>> decide, Scheduler scheduler) {
            return decidingAsync(observation -> Mono.defer(() -> Mono.justOrEmpty(decide.apply(observation)))
                    .subscribeOn(scheduler));
        }
    }

    /** An agent that knows how to observe and to decide. */
    public static final class Deciding<O, A> {

        private final Supplier<? extends Publisher<? extends O>> observe;
        private final Function<? super O, ? extends Publisher<? extends A>> decide;

        private Deciding(
                Supplier<? extends Publisher<? extends O>> observe,
                Function<? super O, ? extends Publisher<? extends A>> decide) {
            this.observe = observe;
            this.decide = decide;
        }

        /** Completes the description with how a proposal is tried, see {@link Behavior#act}. */
        public <R> AgentFlux<O, A, R> acting(Function<? super A, ? extends Publisher<? extends R>> act) {
            Mono<Behavior<O, A, R>> behavior =
                    Mono.just(new StagedBehavior<>(observe, decide, Objects.requireNonNull(act, "act")));
            return opening(() -> behavior);
        }
    }

    /** The name, on every event; {@code "agent"} by default. */
    public AgentFlux<O, A, R> named(String name) {
        Objects.requireNonNull(name, "name");
        return with(changed -> changed.name = name);
    }

    /** When ticks are due; by default a minute after each cycle. */
    public AgentFlux<O, A, R> every(Cadence cadence) {
        Objects.requireNonNull(cadence, "cadence");
        return with(changed -> changed.cadence = cadence);
    }

    /** What becomes of ticks that pass while a cycle is running; {@link TickOverflow#SKIP} by default. */
    public AgentFlux<O, A, R> tickOverflow(TickOverflow policy) {
        Objects.requireNonNull(policy, "policy");
        return with(changed -> changed.tickOverflow = policy);
    }

    /**
     * Lets a result name the next tick: when it gives an instant that is still to come, the next tick is due then instead of
     * when the cadence says; later ticks follow the cadence from there. An instant that has passed says nothing: clocks differ,
     * and an agent that went on at once would hammer a server whose clock is behind.
     */
    public AgentFlux<O, A, R> nextTickAt(Function<? super R, Optional<Instant>> nextTick) {
        Objects.requireNonNull(nextTick, "nextTick");
        return with(changed -> changed.nextTick = nextTick);
    }

    /**
     * Sends a heartbeat every {@code interval}, the first before the first cycle. It is given the period of the cadence, so that
     * the other side knows how often to expect a cycle. A beat that has not been delivered within the interval has failed;
     * heartbeats never wait for a cycle, and a failed one never ends the agent.
     */
    public AgentFlux<O, A, R> heartbeat(Duration interval, Function<? super Duration, ? extends Publisher<?>> beat) {
        Objects.requireNonNull(beat, "beat");
        requirePositive(interval, "heartbeat interval");
        return with(changed -> {
            changed.heartbeatInterval = interval;
            changed.heartbeat = beat;
        });
    }

    /**
     * Sends one more heartbeat when the run ends, with the reason, so that the other side does not take the silence that follows
     * for a breakdown. It goes out after the last cycle, before {@link AgentEvent.Stopped}, and is given up when it takes as
     * long as a heartbeat may, or when the grace of a stop is over. Sent only by an agent that sends {@linkplain #heartbeat
     * heartbeats}; not sent when the other side is {@linkplain StopReason.Closed closed}, when a cycle had to be interrupted,
     * and when the reader cancels.
     */
    public AgentFlux<O, A, R> lastHeartbeat(
            BiFunction<? super Duration, ? super StopReason, ? extends Publisher<?>> beat) {
        Objects.requireNonNull(beat, "beat");
        return with(changed -> changed.lastHeartbeat = beat);
    }

    /** Tells each proposal's outcome to {@code learner}, after the behavior itself; it must not block. */
    public AgentFlux<O, A, R> learning(Consumer<? super Outcome<O, A, R>> learner) {
        Objects.requireNonNull(learner, "learner");
        return new AgentFlux<>(
                () -> Mono.from(opening.get()).map(behavior -> new StagedBehavior.Learning<>(behavior, learner)),
                settings);
    }

    /** What an error means; {@link FailureKind#of} by default. */
    public AgentFlux<O, A, R> classifyingFailures(Function<? super Throwable, FailureKind> classifier) {
        Objects.requireNonNull(classifier, "classifier");
        return with(changed -> changed.classifier = classifier);
    }

    /** Tries each stage's call again after transient failures, {@link Stage#LEARN} apart; by default none is. */
    public AgentFlux<O, A, R> retrying(Backoff backoff) {
        return retrying(backoff, Stage.OPEN, Stage.OBSERVE, Stage.DECIDE, Stage.ACT);
    }

    /** Tries the calls of these stages again after transient failures; acting twice must be safe if {@code ACT} is one. */
    public AgentFlux<O, A, R> retrying(Backoff backoff, Stage... stages) {
        Objects.requireNonNull(backoff, "backoff");
        Stage[] copy = stages.clone();
        return with(changed -> {
            for (Stage stage : copy) {
                changed.backoff(stage, backoff);
            }
        });
    }

    /** A call not answered within {@code timeout} fails with a {@code TimeoutException}; by default calls may take for ever. */
    public AgentFlux<O, A, R> callTimeout(Duration timeout) {
        requirePositive(timeout, "call timeout");
        return with(changed -> changed.callTimeout = timeout);
    }

    /**
     * Puts a circuit breaker around the calls of each stage, outside their retries, on the time of the scheduler. Copies of this
     * description that keep its scheduler share the breakers, as they make the same calls; none is made before the first call.
     *
     * @throws IllegalArgumentException if {@code config} asks for the automatic transition from open to half open
     */
    public AgentFlux<O, A, R> circuitBreaker(CircuitBreakerConfig config) {
        return with(changed -> changed.breakers = new CircuitBreakers(config, changed.scheduler));
    }

    /** After this many failed cycles in a row, of whatever kind, the agent ends with the last error; 5 by default. */
    public AgentFlux<O, A, R> failureLimit(int cycles) {
        if (cycles < 1) {
            throw new IllegalArgumentException("failure limit is " + cycles + ", must be at least 1");
        }
        return with(changed -> changed.failureLimit = cycles);
    }

    /**
     * Ends the run when this many cycles have completed; failed ones don't count. With 0 the agent opens, sends its first
     * heartbeat and ends. Unlimited by default.
     */
    public AgentFlux<O, A, R> maxCycles(long cycles) {
        if (cycles < 0) {
            throw new IllegalArgumentException("max cycles is " + cycles + ", must not be negative");
        }
        return with(changed -> changed.maxCycles = cycles);
    }

    /** How many events may wait for a slow reader and what becomes of more; 256 and {@link EventOverflow#DROP_OLDEST} by default. */
    public AgentFlux<O, A, R> eventBuffer(int capacity, EventOverflow policy) {
        if (capacity < 1) {
            throw new IllegalArgumentException("event buffer is " + capacity + ", must hold at least 1");
        }
        Objects.requireNonNull(policy, "policy");
        return with(changed -> {
            changed.eventBuffer = capacity;
            changed.eventOverflow = policy;
        });
    }

    /** The one source of time: ticks, heartbeats, time-outs, retries and breakers; {@link Schedulers#parallel()} by default. */
    public AgentFlux<O, A, R> on(Scheduler scheduler) {
        Objects.requireNonNull(scheduler, "scheduler");
        return with(changed -> {
            changed.scheduler = scheduler;
            changed.breakers = changed.breakers == null ? null : changed.breakers.on(scheduler);
        });
    }

    /** Lets {@code instrumentation} watch each run from within, in place of any before it; by default nothing does. */
    public AgentFlux<O, A, R> instrumented(AgentInstrumentation instrumentation) {
        Objects.requireNonNull(instrumentation, "instrumentation");
        return with(changed -> changed.instrumentation = instrumentation);
    }

    /** From this and the name come all random numbers: stagger and jitter; 0 by default. */
    public AgentFlux<O, A, R> seed(long seed) {
        return with(changed -> changed.seed = seed);
    }

    /** The name. */
    public String name() {
        return settings.name;
    }

    /** What watches its runs from within, if anything does. */
    public Optional<AgentInstrumentation> instrumentation() {
        return Optional.ofNullable(settings.instrumentation);
    }

    /** This publisher with the operators of a {@link Flux}. */
    public Flux<AgentEvent<O, A, R>> events() {
        return Flux.from(this);
    }

    /** Begins a run with nobody reading its events. */
    public RunningAgent start() {
        return start(event -> {});
    }

    /**
     * Begins a run that tells {@code listener} what happens, serially, on the threads where it happens. A listener that throws
     * is told nothing more; the agent goes on.
     */
    public RunningAgent start(Consumer<? super AgentEvent<O, A, R>> listener) {
        return begin(new Listener<>(listener));
    }

    @Override
    public void subscribe(Subscriber<? super AgentEvent<O, A, R>> subscriber) {
        begin(Operators.toCoreSubscriber(Objects.requireNonNull(subscriber, "subscriber")));
    }

    private RunningAgent begin(CoreSubscriber<? super AgentEvent<O, A, R>> reader) {
        EventQueue<O, A, R> events = new EventQueue<>(
                reader, settings.name, settings.scheduler, settings.eventBuffer, settings.eventOverflow);
        AgentRun<O, A, R> run = new AgentRun<>(
                this,
                events,
                reader.currentContext(),
                reason -> events.complete(reason instanceof StopReason.Failed failed ? failed.cause() : null));
        events.onCancel(run::cancel);
        reader.onSubscribe(events);
        run.begin(Duration.ZERO);
        return run;
    }

    private AgentFlux<O, A, R> with(Consumer<AgentSettings<R>> change) {
        AgentSettings<R> changed = new AgentSettings<>(settings);
        change.accept(changed);
        return new AgentFlux<>(opening, changed);
    }

    private static void requirePositive(Duration duration, String subject) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(subject + " is " + duration + ", must be at least 1ms");
        }
    }
}
