package io.agentflux;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * Any number of agents run together: all of them at once, however many there are, with their events in one stream. It is
 * immutable, each option gives a changed copy.
 *
 * <p>Cold: one subscription is one run of every agent, each on its own scheduler; events come on the threads where they happen,
 * one after the other. Demand is honoured; all agents share one bounded event buffer, which takes the place of their own.
 * Cancelling ends every run at once. The stream completes when the last agent has stopped. An agent that fails ends with
 * {@link AgentEvent.Stopped} like any other, so it doesn't touch the rest, unless the fleet is told to
 * {@linkplain #onFailure stop all}: then the others stop too, and the stream ends with its error.
 */
public final class Fleet<O, A, R> implements Publisher<AgentEvent<O, A, R>> {

    /** What becomes of the other agents when one fails. */
    public enum FailurePolicy {
        /** They go on. */
        ISOLATE,
        /** They stop, each after the cycle in flight. */
        STOP_ALL
    }

    final List<AgentFlux<O, A, R>> agents;
    final FailurePolicy failurePolicy;
    final Duration startWindow;
    final int eventBuffer;
    final EventOverflow eventOverflow;

    private Fleet(
            List<AgentFlux<O, A, R>> agents,
            FailurePolicy failurePolicy,
            Duration startWindow,
            int eventBuffer,
            EventOverflow eventOverflow) {
        this.agents = agents;
        this.failurePolicy = failurePolicy;
        this.startWindow = startWindow;
        this.eventBuffer = eventBuffer;
        this.eventOverflow = eventOverflow;
    }

    /**
     * A fleet of these agents.
     *
     * @throws IllegalArgumentException if two have the same name: they could not be told apart in the stream
     */
    public static <O, A, R> Fleet<O, A, R> of(Collection<AgentFlux<O, A, R>> agents) {
        Set<String> names = new HashSet<>();
        for (AgentFlux<O, A, R> agent : agents) {
            if (!names.add(agent.name())) {
                throw new IllegalArgumentException("Two agents of the fleet are named '" + agent.name() + "'");
            }
        }
        int buffer = Math.max(256, 16 * names.size());
        return new Fleet<>(
                List.copyOf(agents), FailurePolicy.ISOLATE, Duration.ZERO, buffer, EventOverflow.DROP_OLDEST);
    }

    /** A fleet of {@code size} copies of {@code template}, each named by its number from 0. */
    public static <O, A, R> Fleet<O, A, R> of(int size, AgentFlux<O, A, R> template) {
        return of(size, number -> template.named(template.name() + "-" + number));
    }

    /** A fleet of {@code size} agents, each made from its number from 0. */
    public static <O, A, R> Fleet<O, A, R> of(int size, IntFunction<AgentFlux<O, A, R>> agent) {
        return of(IntStream.range(0, size).mapToObj(agent).toList());
    }

    /** What becomes of the others when an agent fails; {@link FailurePolicy#ISOLATE} by default. */
    public Fleet<O, A, R> onFailure(FailurePolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return new Fleet<>(agents, policy, startWindow, eventBuffer, eventOverflow);
    }

    /** Spreads the starts evenly over {@code window}, in the order of the agents, on top of their own staggers; by default none. */
    public Fleet<O, A, R> startingOver(Duration window) {
        if (window.isNegative()) {
            throw new IllegalArgumentException("start window is " + window + ", must not be negative");
        }
        return new Fleet<>(agents, failurePolicy, window, eventBuffer, eventOverflow);
    }

    /** The event buffer of the whole fleet; by default 16 events per agent, at least 256, and the oldest are dropped. */
    public Fleet<O, A, R> eventBuffer(int capacity, EventOverflow policy) {
        if (capacity < 1) {
            throw new IllegalArgumentException("event buffer is " + capacity + ", must hold at least 1");
        }
        Objects.requireNonNull(policy, "policy");
        return new Fleet<>(agents, failurePolicy, startWindow, capacity, policy);
    }

    /** Lets {@code instrumentation} watch every agent that nothing watches yet, see {@link AgentFlux#instrumented}. */
    public Fleet<O, A, R> instrumented(AgentInstrumentation instrumentation) {
        List<AgentFlux<O, A, R>> watched = agents.stream()
                .map(agent -> agent.instrumentation().isPresent() ? agent : agent.instrumented(instrumentation))
                .toList();
        return new Fleet<>(watched, failurePolicy, startWindow, eventBuffer, eventOverflow);
    }

    /** How many agents it has. */
    public int size() {
        return agents.size();
    }

    /** This publisher with the operators of a {@link Flux}. */
    public Flux<AgentEvent<O, A, R>> events() {
        return Flux.from(this);
    }

    /** Begins a run of every agent with nobody reading the events. */
    public RunningFleet start() {
        return start(event -> {});
    }

    /** Begins a run of every agent and tells {@code listener} what happens, see {@link AgentFlux#start(Consumer)}. */
    public RunningFleet start(Consumer<? super AgentEvent<O, A, R>> listener) {
        return FleetRun.begin(this, new Listener<>(listener));
    }

    @Override
    public void subscribe(Subscriber<? super AgentEvent<O, A, R>> subscriber) {
        CoreSubscriber<? super AgentEvent<O, A, R>> reader =
                Operators.toCoreSubscriber(Objects.requireNonNull(subscriber, "subscriber"));
        FleetRun.begin(this, reader);
    }
}
