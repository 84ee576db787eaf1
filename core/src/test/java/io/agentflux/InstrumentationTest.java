package io.agentflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentInstrumentation.Ending;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

class InstrumentationTest {

    private static final String SPAN = "span";

    private final SimulatedScheduler world = EventLog.world();
    private final Notes notes = new Notes();

    /** Writes down what it is told. */
    private static class Notes implements AgentInstrumentation {
        final List<AgentEvent<?, ?, ?>> events = new ArrayList<>();
        final List<String> spans = new ArrayList<>();

        @Override
        public void onEvent(AgentEvent<?, ?, ?> event) {
            events.add(event);
        }

        @Override
        public Span beginCycle(ContextView context) {
            return span("cycle " + context.get(AgentFlux.AGENT_KEY) + " " + context.get(AgentFlux.CYCLE_KEY), context);
        }

        @Override
        public Span beginCall(Stage stage, ContextView context) {
            return span(stage.name(), context);
        }

        @Override
        public Span beginHeartbeat(ContextView context) {
            return span("heartbeat", context);
        }

        private Span span(String name, ContextView parent) {
            String path = parent.getOrDefault(SPAN, "") + "/" + name;
            spans.add(path);
            return new Span() {
                @Override
                public Context contextWithin(Context context) {
                    return context.put(SPAN, path);
                }

                @Override
                public Disposable makeCurrent() {
                    spans.add("in " + name);
                    return () -> spans.add("out " + name);
                }

                @Override
                public void retrying(Throwable error) {
                    spans.add("retry " + name);
                }

                @Override
                public void end(Ending ending, @Nullable Throwable error) {
                    spans.add(name + " " + ending + (error == null ? "" : " " + error.getMessage()));
                }
            };
        }
    }

    private AgentFlux<String, String, String> agent(Mono<String> seen) {
        return AgentFlux.observing(() -> seen)
                .deciding(Optional::of)
                .acting(proposal -> Mono.<String>deferContextual(context -> Mono.just(context.get(SPAN))))
                .named("a")
                .on(world)
                .instrumented(notes);
    }

    @Test
    @DisplayName("a cycle encloses its calls, which find its span and theirs in the Reactor context")
    void nests() {
        EventLog<String, String, String> log = new EventLog<>();
        agent(Mono.just("seen")).maxCycles(1).start(log);
        world.advanceBy(Duration.ofSeconds(1));

        assertThat(notes.spans)
                .containsExactly(
                        "/cycle a 1",
                        "/cycle a 1/OPEN",
                        "in OPEN",
                        "out OPEN",
                        "OPEN DONE",
                        "/cycle a 1/OBSERVE",
                        "in OBSERVE",
                        "out OBSERVE",
                        "OBSERVE DONE",
                        "/cycle a 1/DECIDE",
                        "in DECIDE",
                        "out DECIDE",
                        "DECIDE DONE",
                        "/cycle a 1/ACT",
                        "in ACT",
                        "out ACT",
                        "ACT DONE",
                        "cycle a 1 DONE");
        assertThat(log.<AgentEvent.Acted<String, String, String>>of(AgentEvent.Acted.class))
                .extracting(AgentEvent.Acted::result)
                .containsExactly("/cycle a 1/ACT");
        assertThat(notes.events).isEqualTo(log.all());
    }

    @Test
    @DisplayName(
            "a cycle that holds ends empty, one that fails with its error, one that finds the arena closed as closed")
    void tellsEndings() {
        agent(Mono.empty()).maxCycles(1).start();
        agent(Mono.error(new TimeoutException("late")))
                .retrying(Backoff.exponential(1, Duration.ofSeconds(1)))
                .maxCycles(1)
                .failureLimit(1)
                .start();
        agent(Mono.error(new IllegalStateException("shut")))
                .classifyingFailures(error -> FailureKind.CLOSED)
                .start();
        world.advanceBy(Duration.ofSeconds(10));

        assertThat(notes.spans)
                .containsSubsequence(
                        "OBSERVE EMPTY",
                        "cycle a 1 EMPTY",
                        "retry OBSERVE",
                        "OBSERVE CLOSED shut",
                        "cycle a 1 CLOSED shut",
                        "OBSERVE FAILED late",
                        "cycle a 1 FAILED late");
    }

    @Test
    @DisplayName("heartbeats are no part of a cycle")
    void heartbeatsStandAlone() {
        agent(Mono.just("seen"))
                .maxCycles(1)
                .heartbeat(Duration.ofSeconds(1), interval -> Mono.error(new IllegalStateException("deaf")))
                .start();
        world.advanceBy(Duration.ofMillis(1));

        assertThat(notes.spans).contains("/heartbeat", "heartbeat FAILED deaf");
    }

    @Test
    @DisplayName(
            "when the reader cancels in mid-call, the spans end as cancelled, once, and the end of the run is told")
    void tellsOfCancellation() {
        BaseSubscriber<Object> reader = new BaseSubscriber<>() {};
        agent(Mono.never())
                .heartbeat(Duration.ofSeconds(1), interval -> Mono.never())
                .subscribe(reader);
        world.advanceBy(Duration.ofMillis(1));
        reader.cancel();

        assertThat(notes.spans)
                .containsOnlyOnce("heartbeat CANCELLED", "OBSERVE CANCELLED", "cycle a 1 CANCELLED")
                .endsWith("heartbeat CANCELLED");
        assertThat(notes.events.get(notes.events.size() - 1))
                .isInstanceOfSatisfying(AgentEvent.Stopped.class, stopped -> assertThat(stopped.reason())
                        .isEqualTo(new StopReason.Requested(true)));
    }

    @Test
    @DisplayName("a reader that asks for nothing withholds no event, and each that it loses is told")
    void missesNothing() {
        agent(Mono.just("seen"))
                .eventBuffer(3, EventOverflow.DROP_OLDEST)
                .maxCycles(2)
                .subscribe(new BaseSubscriber<Object>() {
                    @Override
                    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}
                });
        world.advanceBy(Duration.ofMinutes(5));

        assertThat(notes.events)
                .filteredOn(AgentEvent.CycleCompleted.class::isInstance)
                .hasSize(2);
        assertThat(notes.events)
                .filteredOn(AgentEvent.EventsDropped.class::isInstance)
                .hasSize(1 + 2 * 4 - 3);
    }

    @Test
    @DisplayName("an instrumentation that throws is asked no more, and the agent goes on")
    void survivesBrokenInstrumentation() {
        List<String> calls = new ArrayList<>();
        EventLog<String, String, String> log = new EventLog<>();
        AgentFlux.observing(() -> Mono.just("seen"))
                .<String>deciding(seen -> Optional.empty())
                .<String>acting(proposal -> Mono.empty())
                .on(world)
                .maxCycles(3)
                .instrumented(new AgentInstrumentation() {
                    @Override
                    public Span beginCycle(ContextView context) {
                        calls.add("cycle");
                        throw new IllegalStateException("broken, as this test asks for");
                    }
                })
                .start(log);
        world.advanceBy(Duration.ofMinutes(5));

        assertThat(calls).hasSize(1);
        assertThat(log.stopReason()).isEqualTo(new StopReason.Finished(3));
    }
}
