package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** BlockHound watches these tests: without the allowance that comes with core it fails the thread that finds a lock taken. */
class ShortLocksTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final CountDownLatch locked = new CountDownLatch(1);
    private final CountDownLatch goingOn = new CountDownLatch(1);

    private record Met() {}

    /** What is called while the lock is held. */
    private void holdTheLock() {
        locked.countDown();
        try {
            goingOn.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** What comes of a call on a parallel thread that finds the lock taken, until it waits or has failed. */
    private <T> CompletableFuture<T> whileLocked(Runnable holder, Callable<T> call) throws InterruptedException {
        Thread other = new Thread(holder, "holds the lock");
        other.setDaemon(true);
        other.start();
        assertThat(locked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        AtomicReference<Thread> caller = new AtomicReference<>();
        CompletableFuture<T> outcome = Mono.fromCallable(call)
                .doOnSubscribe(begins -> caller.set(Thread.currentThread()))
                .subscribeOn(Schedulers.parallel())
                .toFuture();
        await(() -> outcome.isDone() || isWaiting(caller.get()));
        goingOn.countDown();
        return outcome;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread != null && thread.getState() == Thread.State.WAITING;
    }

    @Test
    @DisplayName("whoever brings an executor the first task of a thread while others are looked after, waits for that")
    void threadsOfExecutors() throws Exception {
        AtomicReference<Thread> first = new AtomicReference<>();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "worker") {
                @Override
                public void interrupt() {
                    holdTheLock();
                    super.interrupt();
                }
            };
            thread.setDaemon(true);
            first.compareAndSet(null, thread);
            return thread;
        });
        executor.setKeepAliveTime(2, TimeUnit.MINUTES);
        executor.submit(() -> {}).get(SOON.toSeconds(), TimeUnit.SECONDS);
        await(() -> isWaiting(first.get()));

        // which wakes the threads that have nothing to do, as shutting down does
        assertThat(whileLocked(() -> executor.setKeepAliveTime(1, TimeUnit.MINUTES), () -> executor.submit(() -> {})
                        .isCancelled()))
                .succeedsWithin(SOON)
                .isEqualTo(false);
        executor.shutdown();
    }

    @Test
    @DisplayName("whoever meets a type of JSON for the first time while another thread does, waits for that")
    void typesOfJson() throws InterruptedException {
        JsonMapper json = JsonMapper.builder()
                .addModule(new SimpleModule().setDeserializerModifier(new ValueDeserializerModifier() {
                    @Override
                    public BeanDeserializerBuilder updateBuilder(
                            DeserializationConfig config,
                            BeanDescription.Supplier type,
                            BeanDeserializerBuilder builder) {
                        holdTheLock();
                        return builder;
                    }
                }))
                .build();

        assertThat(whileLocked(() -> json.readValue("{}", Met.class), () -> json.readValue("{}", Met.class)))
                .succeedsWithin(SOON)
                .isEqualTo(new Met());
    }
}
