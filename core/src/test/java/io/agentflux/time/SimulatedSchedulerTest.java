package io.agentflux.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SimulatedSchedulerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler world = SimulatedScheduler.startingAt(START);
    private final List<String> seen = new ArrayList<>();

    private Runnable note(String what) {
        return () -> seen.add(what + "@" + Duration.between(START, world.now()).toMillis());
    }

    @Test
    @DisplayName("tasks run by time, then by submission, each at its own instant; time ends at the target")
    void order() {
        world.schedule(note("c"), 20, TimeUnit.MILLISECONDS);
        world.schedule(note("a"), 10, TimeUnit.MILLISECONDS);
        world.schedule(note("b"), 10, TimeUnit.MILLISECONDS);
        world.schedule(note("now"));
        world.schedule(note("late"), 31, TimeUnit.MILLISECONDS);

        world.advanceBy(Duration.ofMillis(30));

        assertThat(seen).containsExactly("now@0", "a@10", "b@10", "c@20");
        assertThat(world.now()).isEqualTo(START.plusMillis(30));
        assertThat(world.now(TimeUnit.SECONDS)).isEqualTo(START.getEpochSecond());
        assertThat(world.pendingSize()).isEqualTo(1);
    }

    @Test
    @DisplayName("direct tasks queue too: they run after what is already due, not inside the task that submits them")
    void directTasksQueue() {
        world.schedule(() -> {
            world.schedule(note("inner"));
            note("outer").run();
        });
        world.schedule(note("second"));

        world.advanceBy(Duration.ZERO);

        assertThat(seen).containsExactly("outer@0", "second@0", "inner@0");
    }

    @Test
    @DisplayName("periodic tasks keep their rate until disposed")
    void periodic() {
        Disposable periodic = world.schedulePeriodically(note("p"), 5, 10, TimeUnit.MILLISECONDS);
        world.advanceBy(Duration.ofMillis(26));
        periodic.dispose();
        world.advanceBy(Duration.ofMillis(100));

        assertThat(seen).containsExactly("p@5", "p@15", "p@25");
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("a worker that is disposed cancels its tasks and refuses new ones")
    void workers() {
        Scheduler.Worker worker = world.createWorker();
        worker.schedule(note("ran"));
        worker.schedule(note("cancelled"), 10, TimeUnit.MILLISECONDS);
        worker.schedulePeriodically(note("p"), 4, 4, TimeUnit.MILLISECONDS);
        world.advanceBy(Duration.ofMillis(5));
        worker.dispose();
        world.advanceBy(Duration.ofMillis(50));

        assertThat(seen).containsExactly("ran@0", "p@4");
        assertThat(world.pendingSize()).isZero();
        assertThatThrownBy(() -> worker.schedule(note("never"))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    @DisplayName("a million cancelled timers don't pile up, whether or not time is moving")
    void cancelledTimersDoNotPileUp() {
        for (int i = 0; i < 1_000_000; i++) {
            world.schedule(note("never"), 1, TimeUnit.DAYS).dispose();
        }
        assertThat(world.queuedSize()).isLessThan(5_000);
        world.schedule(() -> {
            for (int i = 0; i < 1_000_000; i++) {
                world.schedule(note("never"), 1, TimeUnit.DAYS).dispose();
            }
        });
        world.advanceBy(Duration.ofHours(1));

        assertThat(world.queuedSize()).isLessThan(5_000);
        assertThat(world.pendingSize()).isZero();
    }

    @Property(tries = 200)
    void runsWhatAStableSortWouldRun(
            @ForAll @Size(max = 300) List<@IntRange(max = 50) Integer> delays,
            @ForAll @Size(max = 300) List<@IntRange(max = 299) Integer> cancellations) {
        SimulatedScheduler scheduler = SimulatedScheduler.startingAt(Instant.EPOCH);
        List<Integer> ran = new ArrayList<>();
        List<Disposable> tasks = new ArrayList<>();
        scheduler.schedule(() -> {
            for (int i = 0; i < delays.size(); i++) {
                int task = i;
                tasks.add(scheduler.schedule(() -> ran.add(task), delays.get(i), TimeUnit.SECONDS));
            }
            cancellations.stream()
                    .filter(task -> task < tasks.size())
                    .map(tasks::get)
                    .forEach(Disposable::dispose);
        });
        scheduler.advanceBy(Duration.ofSeconds(50));

        List<Integer> expected = IntStream.range(0, delays.size())
                .boxed()
                .filter(task -> !cancellations.contains(task))
                .sorted(java.util.Comparator.comparing(delays::get))
                .toList();
        assertThat(ran).isEqualTo(expected);
        assertThat(scheduler.pendingSize()).isZero();
    }

    @Test
    @DisplayName("a task that throws ends the advance at its instant, and time can go on")
    void throwingTask() {
        IllegalStateException bug = new IllegalStateException("bug");
        world.schedule(
                () -> {
                    throw bug;
                },
                5,
                TimeUnit.MILLISECONDS);
        world.schedule(note("after"), 6, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> world.advanceBy(Duration.ofMillis(10))).isSameAs(bug);
        assertThat(world.now()).isEqualTo(START.plusMillis(5));
        world.advanceBy(Duration.ofMillis(10));
        assertThat(seen).containsExactly("after@6");
    }

    @Test
    @DisplayName("time can't go back, nor be advanced by a task")
    void refusals() {
        assertThatThrownBy(() -> world.advanceTo(START.minusMillis(1))).hasMessageContaining("can't go back");
        world.schedule(() -> world.advanceBy(Duration.ofMillis(1)));
        assertThatThrownBy(() -> world.advanceBy(Duration.ofMillis(1))).hasMessageContaining("already being advanced");
    }

    @Test
    @DisplayName("time stands still while a call is out on another thread, and what is due runs meanwhile")
    void standsStill() {
        Sinks.One<String> model = Sinks.one();
        world.schedule(note("other"), 10, TimeUnit.MILLISECONDS);
        world.schedule(note("later"), 11, TimeUnit.MILLISECONDS);
        Mono.delay(Duration.ofMillis(10), world)
                .then(world.standingStill(model.asMono().publishOn(Schedulers.boundedElastic())))
                .subscribe(answer -> note(answer).run());
        AtomicReference<String> thread = new AtomicReference<>();

        StepVerifier.create(world.runTo(START.plusSeconds(1))
                        .doOnTerminate(() -> thread.set(Thread.currentThread().getName())))
                .expectSubscription()
                .then(() -> {
                    assertThat(world.now()).isEqualTo(START.plusMillis(10));
                    assertThat(seen).containsExactly("other@10");
                    model.tryEmitValue("answer").orThrow();
                })
                .expectComplete()
                .verify(SOON);

        assertThat(seen).containsExactly("other@10", "answer@10", "later@11");
        assertThat(thread.get()).startsWith("boundedElastic");
        assertThat(world.now()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    @DisplayName("many asynchronous calls give the same instants in every run")
    void asynchronousWorldIsReproducible() {
        assertThat(asynchronousRun()).isEqualTo(asynchronousRun()).hasSize(500);
    }

    private static List<Long> asynchronousRun() {
        SimulatedScheduler scheduler = SimulatedScheduler.startingAt(START);
        List<Long> instants = new ArrayList<>();
        Flux.range(0, 500)
                .concatMap(i -> Mono.delay(Duration.ofMillis(7), scheduler)
                        .then(scheduler.standingStill(Mono.just(i).publishOn(Schedulers.parallel()))))
                .subscribe(i -> instants.add(scheduler.now(TimeUnit.MILLISECONDS)));
        StepVerifier.create(scheduler.runTo(START.plusSeconds(3_600)))
                .expectComplete()
                .verify(SOON);
        return instants;
    }

    @Test
    @DisplayName("a synchronous advance says so when time stands still, and a cancelled call lets time go on")
    void synchronousAdvanceRefusesToWait() {
        Disposable call = world.standingStill(Mono.never()).subscribe();
        assertThatThrownBy(() -> world.advanceBy(Duration.ofMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("runTo");
        call.dispose();
        world.advanceBy(Duration.ofMillis(1));
        assertThat(world.now()).isEqualTo(START.plusMillis(1));
    }

    @Test
    @DisplayName("a call that is answered at once doesn't hold time, and its error comes through")
    void standingStillOnSynchronousCalls() {
        world.standingStill(Mono.just("x")).subscribe(x -> note(x).run());
        world.standingStill(Mono.error(new IllegalStateException("no")))
                .subscribe(x -> {}, error -> note(error.getMessage()).run());
        world.standingStill(Mono.empty()).subscribe(x -> {}, error -> {}, note("empty"));
        world.advanceBy(Duration.ofMillis(1));

        assertThat(seen).containsExactlyInAnyOrder("x@0", "no@0", "empty@0");
    }

    @Test
    @DisplayName("cancelling a run stops it, and another can begin")
    void cancelRun() {
        world.schedulePeriodically(note("p"), 1, 1, TimeUnit.MILLISECONDS);
        Sinks.One<String> never = Sinks.one();
        world.standingStill(never.asMono()).subscribe();
        Disposable run = world.runTo(START.plusSeconds(1)).subscribe();
        run.dispose();
        never.tryEmitEmpty().orThrow();
        assertThat(seen).isEmpty();

        world.advanceBy(Duration.ofMillis(2));

        assertThat(seen).containsExactly("p@1", "p@2");
    }

    @Test
    @DisplayName(
            "eight threads may schedule and cancel while time is being advanced: nothing is lost, nothing runs twice")
    void foreignThreads() throws InterruptedException {
        int threads = 8;
        int perThread = 20_000;
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger kept = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            Thread worker = new Thread(() -> {
                for (int i = 0; i < perThread; i++) {
                    Disposable task = world.schedule(ran::incrementAndGet, i % 50, TimeUnit.MILLISECONDS);
                    if (i % 3 == 0) {
                        task.dispose();
                    } else {
                        kept.incrementAndGet();
                    }
                }
                done.countDown();
            });
            worker.start();
        }
        while (!done.await(1, TimeUnit.MILLISECONDS)) {
            world.advanceBy(Duration.ofMillis(10));
        }
        world.advanceBy(Duration.ofSeconds(1));

        assertThat(ran.get()).isBetween(kept.get(), threads * perThread);
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("after disposal tasks are forgotten and refused")
    void disposal() {
        world.schedule(note("never"));
        world.dispose();

        assertThat(world.isDisposed()).isTrue();
        assertThat(world.pendingSize()).isZero();
        assertThatThrownBy(() -> world.schedule(note("never"))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    @DisplayName("Reactor's timed operators run on it")
    void reactorOperators() {
        Flux.interval(Duration.ofSeconds(1), world)
                .take(3)
                .delayElements(Duration.ofMillis(1), world)
                .subscribe(i -> note("" + i).run());
        world.advanceBy(Duration.ofSeconds(10));

        assertThat(seen).containsExactly("0@1001", "1@2001", "2@3001");
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("the clock reads the scheduler")
    void clock() {
        SchedulerClock clock = SchedulerClock.of(world);
        world.advanceBy(Duration.ofMillis(1_234));

        assertThat(clock.instant()).isEqualTo(START.plusMillis(1_234));
        assertThat(clock.millis()).isEqualTo(START.toEpochMilli() + 1_234);
    }
}
