package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent.CycleCompleted;
import io.agentflux.AgentEvent.Stopped;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.publisher.TestPublisher;

class StopTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler world = EventLog.world();
    private final EventLog<Long, Long, Long> log = new EventLog<>();
    private final AtomicReference<StopReason> reason = new AtomicReference<>();

    /** Acts for 5 s, every 60 s after. */
    private AgentFlux<Long, Long, Long> agent() {
        return AgentFlux.observing(() -> Mono.just(1L))
                .deciding(Optional::of)
                .acting(proposal -> Mono.delay(Duration.ofSeconds(5), world))
                .heartbeat(Duration.ofSeconds(30), period -> Mono.empty())
                .named("a")
                .on(world);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("stop lets the cycle in flight finish within the grace")
    void stopWaitsForTheCycle() {
        RunningAgent running = agent().start(log);
        assertThat(running.state()).isEqualTo(RunningAgent.State.NEW);
        world.advanceTo(at(2_000));
        assertThat(running.state()).isEqualTo(RunningAgent.State.RUNNING);

        running.stop(Duration.ofSeconds(10)).subscribe(reason::set);
        assertThat(running.state()).isEqualTo(RunningAgent.State.STOPPING);
        world.advanceTo(at(4_999));
        assertThat(reason).hasValue(null);
        world.advanceTo(at(5_000));

        assertThat(reason).hasValue(new StopReason.Requested(false));
        assertThat(running.state()).isEqualTo(RunningAgent.State.STOPPED);
        assertThat(log.names()).endsWith("Acted", "CycleCompleted", "Stopped");
    }

    @Test
    @DisplayName("stop cancels the cycle in flight when the grace is over")
    void stopInterruptsAfterTheGrace() {
        RunningAgent running = agent().start(log);
        world.advanceTo(at(2_000));

        running.stop(Duration.ofMillis(1_500)).subscribe(reason::set);
        world.advanceTo(at(3_499));
        assertThat(reason).hasValue(null);
        world.advanceTo(at(3_500));

        assertThat(reason).hasValue(new StopReason.Requested(true));
        assertThat(log.times(Stopped.class)).containsExactly(3_500L);
        assertThat(log.times(CycleCompleted.class)).isEmpty();
    }

    @Test
    @DisplayName("a second stop may shorten the grace")
    void secondStopShortensTheGrace() {
        RunningAgent running = agent().start(log);
        world.advanceTo(at(1_000));

        running.stop(Duration.ofSeconds(100)).subscribe(reason::set);
        running.stop(Duration.ZERO).subscribe();

        assertThat(reason).hasValue(new StopReason.Requested(true));
    }

    @Test
    @DisplayName("stop between cycles and before the first ends at once")
    void stopWhileWaiting() {
        RunningAgent running = agent().start(log);
        world.advanceTo(at(20_000));
        running.stop(Duration.ofSeconds(10)).subscribe(reason::set);
        assertThat(reason).hasValue(new StopReason.Requested(false));

        RunningAgent early = agent().start();
        early.stop(Duration.ofSeconds(10)).subscribe();
        assertThat(early.state()).isEqualTo(RunningAgent.State.STOPPED);
    }

    @Test
    @DisplayName("stop is lazy, and the reason of an end of its own is kept and replayed")
    void reasonIsReplayed() {
        RunningAgent running = agent().maxCycles(1).start(log);
        Mono<StopReason> notAskedFor = running.stop(Duration.ZERO);
        world.advanceTo(at(10_000));

        StepVerifier.create(notAskedFor)
                .expectNext(new StopReason.Finished(1))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(running.onStop())
                .expectNext(new StopReason.Finished(1))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName("cancelling the subscription releases everything: tasks, calls, heartbeats")
    void cancellationReleasesEverything() {
        PublisherProbe<Long> deciding = PublisherProbe.of(Mono.never());
        PublisherProbe<Void> beating = PublisherProbe.of(Mono.never());
        Disposable reader = AgentFlux.observing(() -> Mono.just(1L))
                .decidingAsync(seen -> deciding.mono())
                .acting(Mono::just)
                .callTimeout(Duration.ofHours(1))
                .heartbeat(Duration.ofSeconds(30), period -> beating.mono())
                .on(world)
                .events()
                .subscribe(log);
        world.advanceTo(at(1));
        assertThat(world.pendingSize()).isEqualTo(2);

        reader.dispose();

        deciding.assertWasCancelled();
        beating.assertWasCancelled();
        assertThat(world.pendingSize()).isZero();
        assertThat(log.times(Stopped.class)).isEmpty();
    }

    @Test
    @DisplayName("cancelling between cycles and while a retry waits releases the timers")
    void cancellationReleasesTimers() {
        Disposable waiting = agent().events().subscribe();
        world.advanceTo(at(10_000));
        waiting.dispose();
        assertThat(world.pendingSize()).isZero();

        Disposable retrying = AgentFlux.<Long>observing(() -> Mono.error(new java.io.IOException()))
                .deciding(Optional::of)
                .acting(Mono::just)
                .retrying(Backoff.exponential(5, Duration.ofSeconds(10)))
                .on(world)
                .events()
                .subscribe();
        world.advanceTo(at(10_001));
        assertThat(world.pendingSize()).isEqualTo(1);
        retrying.dispose();
    }

    @Test
    @DisplayName("a reader that cancels at any event is told nothing more and leaves nothing behind")
    void cancelAtAnyEvent() {
        for (int events = 1; events <= 6; events++) {
            List<AgentEvent<Long, Long, Long>> seen = new ArrayList<>();
            agent().events().take(events).subscribe(seen::add);
            world.advanceBy(Duration.ofMinutes(10));
            assertThat(seen).hasSize(events);
            assertThat(world.pendingSize()).isZero();
        }
    }

    @Test
    @DisplayName(
            "pitfall 14: an error that comes after the end is dropped to Reactor's hook, never thrown, never an event")
    void lateErrorIsDropped() {
        List<Throwable> dropped = new ArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            TestPublisher<Long> late = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
            RunningAgent running = AgentFlux.<Long>observing(late::flux)
                    .deciding(Optional::of)
                    .acting(Mono::just)
                    .on(world)
                    .start(log);
            world.advanceTo(at(1));
            running.stop(Duration.ZERO).subscribe();
            late.error(new IllegalStateException("late"));

            assertThat(dropped).singleElement().satisfies(error -> assertThat(error)
                    .hasMessage("late"));
            assertThat(log.names()).containsExactly("Started", "Stopped");
        } finally {
            Hooks.resetOnErrorDropped();
        }
    }

    @Test
    @DisplayName("a listener that throws is told nothing more, and the agent goes on")
    void listenerThrows() {
        List<AgentEvent<Long, Long, Long>> seen = new ArrayList<>();
        RunningAgent running = agent().maxCycles(2).start(event -> {
            seen.add(event);
            throw new IllegalStateException("listener bug, logged on purpose");
        });
        world.advanceTo(at(100_000));

        assertThat(seen).hasSize(1);
        StepVerifier.create(running.onStop())
                .expectNext(new StopReason.Finished(2))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName("a scheduler that refuses the next tick ends the agent as failed")
    void disposedSchedulerEndsTheAgent() {
        SimulatedScheduler doomed = EventLog.world();
        RunningAgent running = agent().on(doomed).start(log);
        doomed.dispose();
        world.advanceTo(at(1_000));
        RunningAgent second = agent().on(doomed).start(log);

        assertThat(running.state()).isEqualTo(RunningAgent.State.NEW);
        assertThat(second.state()).isEqualTo(RunningAgent.State.STOPPED);
        assertThat(log.stopReason()).isInstanceOf(StopReason.Failed.class);
    }

    @Test
    @DisplayName("on a scheduler that is gone a stop ends at once instead of failing or waiting for ever")
    void stopsWithoutTime() throws InterruptedException {
        Scheduler gone = Schedulers.newSingle("gone");
        CountDownLatch acting = new CountDownLatch(1);
        RunningAgent running = AgentFlux.observing(() -> Mono.just(1L))
                .deciding(Optional::of)
                .acting(proposal -> Mono.<Long>never().doOnSubscribe(subscription -> acting.countDown()))
                .on(gone)
                .start(log);
        assertThat(acting.await(30, TimeUnit.SECONDS)).isTrue();
        gone.dispose();

        StepVerifier.create(running.stop(SOON.multipliedBy(10)))
                .expectNext(new StopReason.Requested(true))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName("a stop ends no earlier than the listener was told, even if the listener is busy on another thread")
    void stopEndsAfterTheListener() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        RunningAgent running = agent().start(event -> {
            if (event instanceof AgentEvent.Observed) {
                busy.countDown();
                awaitQuietly(free);
            }
            log.accept(event);
        });
        Thread ticking = new Thread(() -> world.advanceTo(at(1)));
        ticking.start();
        assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();

        running.stop(Duration.ZERO).subscribe(reason::set);
        assertThat(running.state()).isEqualTo(RunningAgent.State.STOPPED);
        assertThat(reason).hasValue(null);

        free.countDown();
        ticking.join(10_000);
        assertThat(reason).hasValue(new StopReason.Requested(true));
        assertThat(log.names()).endsWith("Stopped");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("stops that race with ticks on real threads end every run exactly once")
    void stopsRaceWithTicks() {
        for (int i = 0; i < 300; i++) {
            EventLog<Long, Long, Long> events = new EventLog<>();
            RunningAgent running = AgentFlux.observing(() -> Mono.just(1L))
                    .decidingAsync(seen -> Mono.just(seen).publishOn(Schedulers.parallel()))
                    .acting(Mono::just)
                    .every(Cadence.fixedDelay(Duration.ofMillis(1)))
                    .heartbeat(Duration.ofMillis(1), period -> Mono.empty())
                    .start(events);
            Mono<StopReason> stop = Mono.delay(Duration.ofNanos(i * 10_000L), Schedulers.parallel())
                    .then(running.stop(i % 2 == 0 ? SOON : Duration.ZERO));

            assertThat(stop.block(SOON)).isInstanceOf(StopReason.Requested.class);
            assertThat(events.names()).startsWith("Started").endsWith("Stopped");
            assertThat(events.times(Stopped.class)).hasSize(1);
        }
    }
}
