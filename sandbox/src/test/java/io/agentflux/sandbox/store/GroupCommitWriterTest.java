package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.sandbox.FailingListener;
import io.agentflux.sandbox.store.GroupCommitWriter.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class GroupCommitWriterTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<Change> ONE_CHANGE = List.of(new Change.Remove("delivery", "d"));

    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile RuntimeException next;
    private volatile boolean full;
    private final Semaphore refused = new Semaphore(0);
    private final LiveLog live = new LiveLog(0, (query, limit) -> Mono.just(List.of()), Schedulers.parallel());
    private final GroupCommitWriter writer = new GroupCommitWriter(new Disk(), live, Schedulers.parallel());

    /** Waits at the gate for the first batch, refuses what comes while it is full, and fails the batch after that if told so. */
    private final class Disk implements GroupCommitWriter.Batch {
        @Override
        public List<Outcome> write(List<List<Change>> commits) {
            started.countDown();
            try {
                assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            if (full) {
                refused.release();
                throw new StoreUnavailableException("the disk is full; make room", Obstacle.FULL, null);
            }
            RuntimeException failure = next;
            if (failure != null && !batches.isEmpty()) {
                next = null;
                throw failure;
            }
            batches.add(commits.size());
            return commits.stream()
                    .<Outcome>map(commit -> new Outcome.Kept(List.of()))
                    .toList();
        }

        @Override
        public void check() {
            write(List.of());
        }

        @Override
        public void close() {}
    }

    /** Runs tasks, but none later. */
    private static class WithoutDelays implements Scheduler {
        @Override
        public Disposable schedule(Runnable task) {
            return Schedulers.parallel().schedule(task);
        }

        @Override
        public Worker createWorker() {
            return Schedulers.parallel().createWorker();
        }
    }

    @AfterEach
    void close() {
        gate.countDown();
        writer.close().block(SOON);
    }

    private CompletableFuture<List<StoredEvent>> commit() {
        return writer.commit(ONE_CHANGE).toFuture();
    }

    private void firstBatchIsAtTheDisk() throws InterruptedException {
        writer.commit(ONE_CHANGE).subscribe();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("what waits while the disk is busy shares the next transactions, 256 at most")
    void groupsWhatWaits() throws Exception {
        firstBatchIsAtTheDisk();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            waiting.add(commit());
        }
        gate.countDown();

        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(batches).containsExactly(1, 256, 256, 88);
    }

    @Test
    @DisplayName("a full queue refuses more at once, says when to come back, and loses nothing")
    void refusesWhenFull() throws Exception {
        firstBatchIsAtTheDisk();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < GroupCommitWriter.QUEUE_LIMIT; i++) {
            waiting.add(commit());
        }

        assertThatExceptionOfType(StoreOverloadedException.class)
                .isThrownBy(() -> writer.commit(ONE_CHANGE).block(SOON))
                .withMessageContaining("16384 changes waiting");

        gate.countDown();
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(writer.commit(ONE_CHANGE).block(SOON)).isEmpty();
    }

    @Test
    @DisplayName("an overload that is over when it is noted is none: without traffic nobody would take it back")
    void forgetsOverloadThatIsOver() throws Exception {
        Thread refusing = Thread.currentThread();
        AtomicBoolean isRefusing = new AtomicBoolean();
        AtomicLong later = new AtomicLong();
        Queue<Runnable> untilWritten = new ConcurrentLinkedQueue<>();
        Scheduler clock = new WithoutDelays() {
            @Override
            public long now(TimeUnit unit) {
                if (Thread.currentThread() == refusing && isRefusing.get()) {
                    // between the refusal and the note of it, all that waits is written
                    untilWritten.forEach(Runnable::run);
                }
                return unit.convert(later.get(), TimeUnit.MILLISECONDS);
            }
        };
        GroupCommitWriter timed = new GroupCommitWriter(new Disk(), live, clock);
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        waiting.add(timed.commit(ONE_CHANGE).toFuture());
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < GroupCommitWriter.QUEUE_LIMIT; i++) {
            waiting.add(timed.commit(ONE_CHANGE).toFuture());
        }
        untilWritten.add(() -> {
            gate.countDown();
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        });
        isRefusing.set(true);
        assertThat(timed.commit(ONE_CHANGE).toFuture()).failsWithin(SOON).withThrowableOfType(ExecutionException.class);
        isRefusing.set(false);

        later.addAndGet(2 * WriterWatch.PATIENCE.toMillis());
        assertThat(timed.obstacle()).isEmpty();
        timed.close().block(SOON);
    }

    @Test
    @DisplayName("a failed batch fails all of its commits, and those after it go on")
    void failsWholeBatch() throws Exception {
        firstBatchIsAtTheDisk();
        next = new StoreUnavailableException("the disk is full; make room", Obstacle.FULL, null);
        CompletableFuture<?> second = commit();
        CompletableFuture<?> third = commit();
        gate.countDown();

        assertThat(second).failsWithin(SOON).withThrowableThat().havingCause().withMessageContaining("disk is full");
        assertThat(third).failsWithin(SOON).withThrowableThat().havingCause().withMessageContaining("disk is full");
        assertThat(writer.commit(ONE_CHANGE).block(SOON)).isEmpty();
    }

    @Test
    @DisplayName(
            "while nothing can be kept it is tried again and again, without anybody sending a change, until it works")
    void worksAgainByItself() throws Exception {
        gate.countDown();
        assertThat(writer.obstacle()).isEmpty();

        full = true;
        assertThat(commit()).failsWithin(SOON).withThrowableOfType(ExecutionException.class);
        assertThat(writer.obstacle()).contains(Obstacle.FULL);
        assertThat(refused.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.obstacle()).contains(Obstacle.FULL);

        full = false;
        await(() -> writer.obstacle().isEmpty());
        assertThat(batches).containsExactly(1, 1);
        assertThat(writer.commit(ONE_CHANGE).block(SOON)).isEmpty();
    }

    @Test
    @DisplayName("that the disk is away is noticed though nobody sends a change, each time, and so is its return")
    void noticesThatTheDiskIsAway() {
        gate.countDown();
        for (int i = 0; i < 2; i++) {
            full = true;
            writer.checkSoon();
            await(() -> writer.obstacle().isPresent());
            full = false;
            await(() -> writer.obstacle().isEmpty());
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName(
            "while nothing can be kept, all that waits is refused after one attempt, and a change that comes later is kept")
    void refusesWhatWaits() throws Exception {
        // nothing is tried again but by those who ask
        GroupCommitWriter timeless = new GroupCommitWriter(new Disk(), live, new WithoutDelays());
        full = true;
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        waiting.add(timeless.commit(ONE_CHANGE).toFuture());
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 2_000; i++) {
            waiting.add(timeless.commit(ONE_CHANGE).toFuture());
        }
        gate.countDown();

        assertThat(waiting)
                .allSatisfy(
                        commit -> assertThat(commit).failsWithin(SOON).withThrowableOfType(ExecutionException.class));
        assertThat(timeless.waitingSize()).isZero();
        assertThat(refused.availablePermits()).isBetween(2, 3);
        full = false;
        assertThat(timeless.commit(ONE_CHANGE).block(SOON)).isEmpty();
        assertThat(timeless.obstacle()).isEmpty();
        timeless.close().block(SOON);
    }

    @Test
    @DisplayName("whoever asks again at once when refused is kept when something can be, and keeps nobody from it")
    void bearsThoseWhoAskAgainAtOnce() throws Exception {
        gate.countDown();
        full = true;
        CompletableFuture<?> impatient = writer.commit(ONE_CHANGE).retry().toFuture();
        assertThat(refused.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();

        full = false;

        assertThat(impatient).succeedsWithin(SOON);
        assertThat(writer.commit(ONE_CHANGE).block(SOON)).isEmpty();
        assertThat(writer.obstacle()).isEmpty();
    }

    @Test
    @DisplayName("after a failure of the disk nothing is tried again, and whoever listens is told")
    void stopsForGood() throws Exception {
        firstBatchIsAtTheDisk();
        RuntimeException failure = new StoreFailedException("fsync failed; look at the disk", null);
        next = failure;
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            waiting.add(commit());
        }
        gate.countDown();

        assertThat(waiting).allSatisfy(commit -> assertThat(commit)
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isSameAs(failure));
        assertThat(writer.onFailure().block(SOON)).isSameAs(failure);
        assertThat(writer.obstacle()).contains(Obstacle.FAILED);
        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> writer.commit(ONE_CHANGE).block(SOON));
        assertThat(batches).containsExactly(1);
    }

    @Test
    @DisplayName("a listener that fails is felt neither by the others nor by the writer")
    void bearsListenersThatFail() throws Exception {
        firstBatchIsAtTheDisk();
        writer.commit(ONE_CHANGE).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnComplete() {
                throw new IllegalStateException("a listener fails");
            }

            @Override
            protected void hookOnError(Throwable failure) {
                throw new IllegalStateException("and again");
            }

            @Override
            protected void hookFinally(SignalType type) {
                throw new IllegalStateException("and once more");
            }
        });
        CompletableFuture<?> sameBatch = commit();
        gate.countDown();

        assertThat(sameBatch).succeedsWithin(SOON);
        assertThat(batches).containsExactly(1, 2);
        assertThat(writer.commit(ONE_CHANGE).block(SOON)).isEmpty();
        assertThat(writer.obstacle()).isEmpty();
    }

    @Test
    @DisplayName("nor one that fails by an error, which nobody between holds back")
    void bearsListenersThatFailByErrors() throws Exception {
        firstBatchIsAtTheDisk();
        writer.commit(ONE_CHANGE).subscribe(new FailingListener<>());
        CompletableFuture<?> sameBatch = commit();
        gate.countDown();

        assertThat(sameBatch).succeedsWithin(SOON);
        assertThat(writer.commit(ONE_CHANGE).block(SOON)).isEmpty();
    }

    @Test
    @DisplayName("closing waits for what was asked before")
    void finishesBeforeClosing() throws Exception {
        firstBatchIsAtTheDisk();
        CompletableFuture<?> last = commit();
        CompletableFuture<Void> closed = writer.close().toFuture();
        gate.countDown();

        closed.get(20, TimeUnit.SECONDS);
        assertThat(last).isCompleted();
        assertThat(batches).containsExactly(1, 1);
    }
}
