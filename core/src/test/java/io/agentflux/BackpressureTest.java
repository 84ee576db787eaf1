package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent.EventsDropped;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class BackpressureTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler world = EventLog.world();
    private final AtomicInteger cycles = new AtomicInteger();

    /** Three events per second: Observed, Held, CycleCompleted. */
    private AgentFlux<Integer, Integer, Integer> agent() {
        return AgentFlux.observing(() -> Mono.fromSupplier(cycles::incrementAndGet))
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofSeconds(1)))
                .on(world);
    }

    private static String brief(AgentEvent<?, ?, ?> event) {
        return event instanceof EventsDropped<?, ?, ?> dropped
                ? "dropped " + dropped.events()
                : event.getClass().getSimpleName() + " " + event.cycle();
    }

    @Test
    @DisplayName("no more events are delivered than were asked for, and acting doesn't wait for the reader")
    void demandIsHonoured() {
        StepVerifier.create(agent().maxCycles(50).events().map(BackpressureTest::brief), 0)
                .then(() -> world.advanceTo(at(10_000)))
                .thenRequest(2)
                .expectNext("Started 0", "Observed 1")
                .then(() -> assertThat(cycles).hasValue(11))
                .then(() -> world.advanceTo(at(20_000)))
                .thenRequest(1)
                .expectNext("Held 1")
                .then(() -> assertThat(cycles).hasValue(21))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    @DisplayName("a slow reader loses the oldest events, told how many in their place")
    void dropOldest() {
        StepVerifier.create(
                        agent().maxCycles(5)
                                .eventBuffer(4, EventOverflow.DROP_OLDEST)
                                .events()
                                .map(BackpressureTest::brief),
                        1)
                .expectNext("Started 0")
                .then(() -> world.advanceTo(at(10_000)))
                .thenRequest(Long.MAX_VALUE)
                .expectNext("dropped 11", "CycleCompleted 4", "Observed 5", "Held 5", "CycleCompleted 5", "Stopped 5")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName("a slow reader loses the latest events, told how many in their place")
    void dropLatest() {
        StepVerifier.create(
                        agent().maxCycles(5)
                                .eventBuffer(4, EventOverflow.DROP_LATEST)
                                .events()
                                .map(BackpressureTest::brief),
                        1)
                .expectNext("Started 0")
                .then(() -> world.advanceTo(at(3_500)))
                .thenRequest(2)
                .expectNext("Observed 1", "Held 1")
                .then(() -> world.advanceTo(at(10_000)))
                .thenRequest(Long.MAX_VALUE)
                .expectNext("CycleCompleted 1", "Observed 2", "dropped 8", "Observed 5", "dropped 2", "Stopped 5")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName(
            "with the error policy an overflow ends the run, and the reader gets the error after what was buffered")
    void overflowError() {
        StepVerifier.create(agent().eventBuffer(4, EventOverflow.ERROR).events().map(BackpressureTest::brief), 1)
                .expectNext("Started 0")
                .then(() -> world.advanceTo(at(10_000)))
                .thenRequest(Long.MAX_VALUE)
                .expectNext("Observed 1", "Held 1", "CycleCompleted 1", "Observed 2")
                .expectErrorMatches(Exceptions::isOverflow)
                .verify(SOON);
        assertThat(cycles).hasValue(2);
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("pitfall 15: events brought by eight threads at once reach the reader serially, and none is lost")
    void concurrentEmission() {
        AgentFlux<Integer, Integer, Integer> busy = AgentFlux.observing(
                        () -> Mono.just(1).publishOn(Schedulers.parallel()))
                .deciding(Optional::of)
                .acting(Mono::just)
                .every(Cadence.fixedDelay(Duration.ofMillis(1)))
                .maxCycles(200);
        AtomicInteger inside = new AtomicInteger();
        List<AgentEvent<Integer, Integer, Integer>> seen = new ArrayList<>();
        Mono<Void> reading = Fleet.of(8, busy)
                .eventBuffer(100_000, EventOverflow.ERROR)
                .events()
                .doOnNext(event -> {
                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                    seen.add(event);
                    inside.decrementAndGet();
                })
                .limitRate(7)
                .then();

        StepVerifier.create(reading).expectComplete().verify(SOON);

        assertThat(seen).hasSize(8 * (200 * 4 + 2));
        Flux.fromIterable(seen)
                .groupBy(AgentEvent::agent)
                .flatMap(events -> events.map(AgentEvent::cycle).collectList(), 8)
                .doOnNext(numbers -> assertThat(numbers).isSorted())
                .as(StepVerifier::create)
                .expectNextCount(8)
                .expectComplete()
                .verify(SOON);
    }
}
