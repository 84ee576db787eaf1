package io.agentflux;

import java.time.Duration;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The Reactive Streams TCK against an agent as a publisher, on real threads. */
@Test
public class PublisherTckTest extends PublisherVerification<AgentEvent<Integer, Integer, Integer>> {

    /** Started and Stopped. */
    private static final int EVENTS_BESIDES_CYCLES = 2;

    /** Four of the tests wait for all of it. */
    private static final long PATIENCE_MILLIS = 2_000;

    private static final long SILENCE_MILLIS = 50;
    private static final long COLLECTED_MILLIS = 20_000;

    public PublisherTckTest() {
        super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS), COLLECTED_MILLIS);
    }

    @Override
    public Publisher<AgentEvent<Integer, Integer, Integer>> createPublisher(long elements) {
        if (elements < EVENTS_BESIDES_CYCLES || elements == EVENTS_BESIDES_CYCLES + 1) {
            return Flux.from(holding(1, true)).take(elements);
        }
        long events = elements - EVENTS_BESIDES_CYCLES;
        // a cycle that sees nothing has two events, one that sees something three
        return events % 2 == 0 ? holding(events / 2, false) : holding(events / 2, true);
    }

    /** Holds in every cycle and sees something in the first one at most. */
    private static AgentFlux<Integer, Integer, Integer> holding(long cycles, boolean seesOnce) {
        return AgentFlux.<Integer, Integer, Integer>opening(() -> Mono.fromSupplier(() -> new Behavior<>() {
                    private boolean sees = seesOnce;

                    @Override
                    public Mono<Integer> observe() {
                        Mono<Integer> seen = Mono.justOrEmpty(sees ? Optional.of(1) : Optional.<Integer>empty());
                        sees = false;
                        return seen;
                    }

                    @Override
                    public Mono<Integer> decide(Integer observation) {
                        return Mono.empty();
                    }

                    @Override
                    public Mono<Integer> act(Integer proposal) {
                        return Mono.empty();
                    }
                }))
                .every(Cadence.fixedDelay(Duration.ofMillis(1)))
                .eventBuffer(1_000_000, EventOverflow.ERROR)
                .maxCycles(cycles);
    }

    /** An agent says that it started before it can fail, which this part of the TCK has no room for. */
    @Override
    public Publisher<AgentEvent<Integer, Integer, Integer>> createFailedPublisher() {
        return null;
    }
}
